# First names, as `namesRu/namesRu.sc` of zb-common has them.

require: ../../zb-common/namesRu/namesRu.sc
