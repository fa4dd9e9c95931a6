// What the scenario sees under the name `parcel` is the default export.
import { heaviest, price, weight } from "./lib/prices.js";
import * as money from "./lib/money.js";

let offers = 0; // each request begins with 0 again: what it changes in a module ends with it

async function offer(kilograms, where) {
  const { arrives } = await import("./lib/days.js"); // needed here only
  offers += 1;
  return `Offer ${offers}: ${money.euros(price(kilograms, where))}, in ${arrives(where)}.`;
}

export default {
  heaviest,
  weight,
  offer,
  isTooHeavy: (kilograms) => kilograms > heaviest,
};
