import rates from "./rates.json" with { type: "json" };

export const { heaviest } = rates;

export const weight = (text) => Number(text.replace(",", "."));

export function price(kilograms, where) {
  const { base, perKilogram } = rates[where];
  return base + perKilogram * kilograms;
}
