/**
 * What a dollar is worth in other currencies, to one digit: only to tell a year's pay from a slip of the pen. No figure
 * is converted with these.
 */
export const unitsPerDollar: Readonly<Record<string, number>> = {
  ...{ USD: 1, EUR: 0.9, GBP: 0.8, CHF: 0.9, CAD: 1.4, AUD: 1.5, NZD: 1.7, SGD: 1.3, HKD: 8 },
  ...{ JPY: 150, CNY: 7, KRW: 1400, TWD: 32, INR: 85, IDR: 16_000, VND: 25_000, THB: 35, PHP: 57, MYR: 4.4, PKR: 280 },
  ...{ SEK: 10, NOK: 11, DKK: 7, ISK: 135, PLN: 4, CZK: 23, HUF: 360, RON: 4.5, BGN: 1.8, RSD: 105, UAH: 41, TRY: 35 },
  ...{ ILS: 3.6, AED: 3.7, SAR: 3.8, EGP: 50, ZAR: 18, NGN: 1500, KES: 130 },
  ...{ BRL: 5.5, MXN: 19, ARS: 1000, CLP: 950, COP: 4200, PEN: 3.7 },
}
