# Makes of cars by their English names: {id, name, country}.

require: car-brand-en.csv
    name = CarBrandsEn
    var = $CarBrandsEn

init:
    $global.$converters = $global.$converters || {};

    $converters.carBrandEnConverter = function (node) {
        return $CarBrandsEn[node.CarBrandsEn[0].value].value;
    };

patterns:
    $CarBrand = $entity<CarBrandsEn> || converter = $converters.carBrandEnConverter
