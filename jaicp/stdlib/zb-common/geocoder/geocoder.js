// Coordinates of addresses by the geocoders of Yandex and Google. Their keys are settings of chatbot.yaml:
// injector.geocoder.apiKeyYandex, injector.geocoder.apiKeyGoogle.

var ADDRESS_WORDS = {
    "ул": "улица", "пр": "проспект", "пр-т": "проспект", "пр-кт": "проспект", "просп": "проспект",
    "пер": "переулок", "наб": "набережная", "пл": "площадь", "ш": "шоссе", "б-р": "бульвар", "мкр": "микрорайон",
    "д": "дом", "корп": "корпус", "стр": "строение", "г": "город"
};

/** An address with its abbreviations in full, as geocoders read it best. */
function formatAddress(location) {
    return location.trim().split(/\s+/).map(function(word) {
        var bare = word.replace(/[.,]+$/, "");
        return ADDRESS_WORDS[bare.toLowerCase()] || bare;
    }).join(" ");
}

/** The value at a path of names and numbers, or undefined. */
function geocoderField(data, path) {
    return path.reduce(function(value, key) {
        return value === undefined || value === null ? undefined : value[key];
    }, data);
}

/** The answer of a geocoder, or undefined where it does not answer. */
function geocoderAnswer(url) {
    var response = $http.get(url, {dataType: "json", timeout: 10000});
    return response.isOk ? response.data : undefined;
}

function geocoderYandex(geocode) {
    return geocoderAnswer("https://geocode-maps.yandex.ru/1.x/?apikey=" + $injector.geocoder.apiKeyYandex +
        "&format=json&geocode=" + encodeURIComponent(geocode));
}

/** The object that Yandex finds first, or undefined. */
function geocoderYandexFirst(data) {
    return geocoderField(data, ["response", "GeoObjectCollection", "featureMember", 0, "GeoObject"]);
}

function getCoordinatesFromYandex(addressFormatted) {
    var position = geocoderField(geocoderYandexFirst(geocoderYandex(addressFormatted)), ["Point", "pos"]);
    if (!position) {
        return null;
    }
    var parts = position.split(" ");
    return {lat: parts[1], lon: parts[0]};
}

/** The address, as text, of the place where the visitor's channel says that he is; or null. */
function getAddresFromCoordinatesYandex() {
    var event = $jsapi.context().request.data && $jsapi.context().request.data.eventData || {};
    var place = event.location || event;
    var lat = place.latitude || place.lat;
    var lon = place.longitude || place.lon || place.lng;
    if (!lat || !lon) {
        return null;
    }
    var found = geocoderYandexFirst(geocoderYandex(lon + "," + lat));
    return geocoderField(found, ["metaDataProperty", "GeocoderMetaData", "text"]) || null;
}

function getCoordinatesFromGoogle(addressFormatted) {
    var data = geocoderAnswer("https://maps.googleapis.com/maps/api/geocode/json?key=" +
        $injector.geocoder.apiKeyGoogle + "&address=" + encodeURIComponent(addressFormatted));
    var place = geocoderField(data, ["results", 0, "geometry", "location"]);
    return place ? {lat: place.lat, lon: place.lng} : null;
}

/** {lat, lon} of an address by "yandex" or "google", or null. Yandex gives text, Google numbers. */
function getCoordinates(location, geocoder) {
    return geocoder === "google" ? getCoordinatesFromGoogle(location) : getCoordinatesFromYandex(location);
}
