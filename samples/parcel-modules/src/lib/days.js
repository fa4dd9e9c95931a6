import rates from "./rates.json" with { type: "json" };

export const arrives = (where) => {
  const { days } = rates[where];
  return days === 1 ? "one day" : `${days} days`;
};
