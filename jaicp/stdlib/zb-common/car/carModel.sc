# Models of cars by their Russian and English names: {name, brand_id}.

require: car-model-ru.csv
    name = CarModels
    var = $CarModels
require: car-model-en.csv
    name = CarModelsEn
    var = $CarModelsEn

init:
    $global.$converters = $global.$converters || {};

    $converters.carModelConverter = function (node) {
        return node.CarModels ? $CarModels[node.CarModels[0].value].value : $CarModelsEn[node.CarModelsEn[0].value].value;
    };

patterns:
    $CarModel = ($entity<CarModels>|$entity<CarModelsEn>) || converter = $converters.carModelConverter
