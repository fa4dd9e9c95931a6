require: metro/metro.sc
    module = sys.zb-common
require: color/color.sc
    module = sys.zb-common
require: language/language.sc
    module = sys.zb-common
require: car/carBrand.sc
    module = sys.zb-common
require: car/carModel.sc
    module = sys.zb-common

theme: /

    state: Metro
        q!: * метро * $Metro *
        a: {{ $parseTree._Metro.city }}, {{ $parseTree._Metro.line.name }}, {{ $parseTree._Metro.name }}

    state: Colour
        q!: * $Color цвет* *
        a: {{ $parseTree._Color.name }} {{ $parseTree._Color.hex }} {{ $parseTree._Color.red }}

    state: Language
        q!: * (язык|говор*|урок*) * $Language *
        q!: * $Language * язык *
        a: {{ $parseTree._Language.name }} {{ $parseTree._Language.code }}

    state: Car
        q!: * (машина|езжу|продам) * $CarBrand [$CarModel] *
        a: {{ $parseTree._CarBrand.name }} ({{ $parseTree._CarBrand.country }})

    state: Model
        q!: * модель * $CarModel *
        a: {{ $parseTree._CarModel.name }}

    state: NoMatch
        event!: noMatch
        a: Не понимаю.
