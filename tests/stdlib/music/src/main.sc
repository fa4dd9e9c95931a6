require: music/musicGenre.sc
    module = sys.zb-common

theme: /

    state: Genre
        q!: * $MusicGenre *
        a: {{ $parseTree._MusicGenre }}
