import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import type { ExchangeRates } from "./wire";

/** The name of the time zone in which the workspace's days begin. */
export const timeZoneQuery = queryOptions({
  queryKey: keys.timeZone,
  queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/settings/time-zone", { signal }))).time_zone,
  staleTime: Number.POSITIVE_INFINITY,
});

/** How many days after its own a hand-over to sales is to be answered. */
export const handOverDaysQuery = queryOptions({
  queryKey: keys.handOverDays,
  queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/settings/handover-days", { signal }))).handover_days,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Sets those days. */
export const setHandOverDays = (days: number) => bodyOf(api.PUT("/api/v1/settings/handover-days", { body: { handover_days: days } }));

/** The currency in which sums are given, and what others are worth. */
export const exchangeRatesQuery = queryOptions({
  queryKey: keys.exchangeRates,
  queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/settings/exchange-rates", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Sets all of them. */
export const setExchangeRates = (rates: ExchangeRates) => bodyOf(api.PUT("/api/v1/settings/exchange-rates", { body: rates }));

/** Sets the time zone; the answer comes when everything has been derived in it. */
export const setTimeZone = (zone: string) => bodyOf(api.PUT("/api/v1/settings/time-zone", { body: { time_zone: zone } }));
