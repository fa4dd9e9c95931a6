// Заказ: что выбрано и сколько это стоит. Цены лежат в prices.yaml.
function newOrder(kind) {
    return { kind: kind, title: prices[kind].name, price: prices[kind].price };
}

function orderSummary(order) {
    return capitalize(order.title) + " за " + order.price + " ₽, " + order.name + ", " + order.phone + ".";
}

function bouquetList() {
    return Object.keys(prices).map(function (kind) {
        return prices[kind].name + " за " + prices[kind].price + " ₽";
    }).join(", ");
}

function onlyDigits(text) {
    return text.replace(/[^0-9+]/g, "");
}
