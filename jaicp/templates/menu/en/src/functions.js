function packs(count) {
    return count === 1 ? "one pack" : count + " packs";
}
