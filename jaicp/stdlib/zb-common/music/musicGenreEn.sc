# Genres, forms and instruments of music by their Russian and English names: the English name.

require: musicGenres.csv
    name = MusicGenres
    var = $MusicGenres

init:
    $global.$converters = $global.$converters || {};

    $converters.musicGenresConverter = function (node) {
        return $MusicGenres[node.MusicGenres[0].value].value.en.name;
    };

patterns:
    $MusicGenre = $entity<MusicGenres> || converter = $converters.musicGenresConverter
