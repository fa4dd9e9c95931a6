# Models of cars by their English names: {name, brand_id}.

require: car-model-en.csv
    name = CarModelsEn
    var = $CarModelsEn

init:
    $global.$converters = $global.$converters || {};

    $converters.carModelEnConverter = function (node) {
        return $CarModelsEn[node.CarModelsEn[0].value].value;
    };

patterns:
    $CarModel = $entity<CarModelsEn> || converter = $converters.carModelEnConverter
