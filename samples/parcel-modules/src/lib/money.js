const rounded = (amount) => Math.round(amount * 100) / 100;

export const euros = (amount) => `${rounded(amount).toFixed(2)} €`;
