# Makes of cars by their Russian and English names: {id, name, country}.

require: car-brand-ru.csv
    name = CarBrands
    var = $CarBrands
require: car-brand-en.csv
    name = CarBrandsEn
    var = $CarBrandsEn

init:
    $global.$converters = $global.$converters || {};

    $converters.carBrandConverter = function (node) {
        return node.CarBrands ? $CarBrands[node.CarBrands[0].value].value : $CarBrandsEn[node.CarBrandsEn[0].value].value;
    };

patterns:
    $CarBrand = ($entity<CarBrands>|$entity<CarBrandsEn>) || converter = $converters.carBrandConverter
