function packs(count) {
    return count + " " + $nlp.conform("пачка", count);
}
