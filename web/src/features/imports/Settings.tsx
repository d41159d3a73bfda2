import { Checkbox, MultiSelect, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { timeZoneQuery } from "@/api/settings";
import type { ImportGuess, PartyKind } from "@/api/wire";
import { typedOver } from "@/parts/typedOver";
import { t, tMaybe } from "@/messages/messages";
import { currencies, zones } from "./codes";
import classes from "./columns.module.css";
import { without } from "./mapping/change";
import type { Mapping } from "./mapping/mapping";
import { ReadingSettings } from "./ReadingSettings";

interface Props {
  guess: ImportGuess;
  mapping: Mapping;
  change: (change: (mapping: Mapping) => Mapping) => void;
}

const KEYS = ["email", "phone", "name", "name+phone", "name+company", "website"];
const KINDS: PartyKind[] = ["person", "organization"];
const keyLabel = (key: string) => key.split("+").map((field) => tMaybe(`field.${field}`, field)).join(" + ");

function Who({ mapping, change }: Omit<Props, "guess">) {
  const { party } = mapping;
  const keys = [...new Set([...party.key, ...KEYS])];
  const put = (next: Partial<Mapping["party"]>) => change((before) => ({ ...before, party: { ...before.party, ...next } }));
  return (
    <>
      <div className={classes.setting}>
        <span id="about">{t("imports.party.kind")}</span>
        <SegmentedControl
          size="xs"
          aria-labelledby="about"
          value={party.kind}
          onChange={(kind) => put({ kind: kind as PartyKind })}
          data={KINDS.map((kind) => ({ value: kind, label: t(`imports.party.${kind}`) }))}
        />
      </div>
      <MultiSelect
        size="xs"
        label={t("imports.party.key")}
        description={t("imports.party.key.hint")}
        data={keys.map((value) => ({ value, label: keyLabel(value) }))}
        value={party.key}
        onChange={(key) => put({ key })}
      />
      <Checkbox
        size="xs"
        label={t("imports.party.known")}
        description={t("imports.party.known.hint")}
        checked={party.known === true}
        onChange={(event) => put({ known: event.currentTarget.checked })}
      />
    </>
  );
}

const ORDERS = ["day-first", "month-first", "year-first"];

function Dates({ mapping, change }: Omit<Props, "guess">) {
  const { dates = {} } = mapping;
  const order = typeof dates.order === "string" ? dates.order : "shown";
  const { data: workspaceZone } = useQuery(timeZoneQuery);
  return (
    <>
      <div className={classes.setting}>
        <span id="order">{t("imports.dates.order")}</span>
        <SegmentedControl
          size="xs"
          aria-labelledby="order"
          value={order}
          data={["shown", ...ORDERS].map((value) => ({ value, label: tMaybe(`imports.choice.${value}`, value) }))}
          onChange={(next) => change((before) => ({ ...before, dates: { ...without(before.dates ?? {}, "order"), ...(next !== "shown" && { order: next }) } }))}
        />
      </div>
      <Select
        size="xs"
        label={t("imports.dates.zone")}
        description={t("imports.dates.zone.hint")}
        data={zones()}
        value={dates.zone ?? workspaceZone ?? null}
        searchable
        {...typedOver}
        allowDeselect={false}
        openOnFocus={false}
        limit={60}
        onChange={(zone) => zone && change((before) => ({ ...before, dates: { ...before.dates, zone } }))}
      />
    </>
  );
}

/** Settings for all rows: kind of party, external system, dates, and how the file is read. */
export function Settings({ guess, mapping, change }: Props) {
  return (
    <section className={classes.settings} aria-labelledby="settings">
      <h2 id="settings">{t("imports.settings.title")}</h2>
      <div className={classes.settingsGrid}>
        <Who mapping={mapping} change={change} />
        <TextInput
          size="xs"
          label={t("imports.system")}
          description={t("imports.system.hint")}
          value={mapping.system ?? ""}
          placeholder={mapping.name}
          onChange={({ currentTarget: { value } }) => change((before) => ({ ...before, system: value }))}
        />
        <TextInput
          size="xs"
          label={t("imports.feed")}
          description={t("imports.feed.hint")}
          value={mapping.name}
          onChange={({ currentTarget: { value } }) => change((before) => ({ ...before, name: value }))}
        />
        <MultiSelect
          size="xs"
          label={t("imports.rowKey")}
          description={t("imports.rowKey.hint")}
          data={guess.columns}
          value={mapping.row?.key ?? []}
          searchable
          {...typedOver}
          onChange={(key) => change((before) => ({ ...before, row: { key } }))}
        />
        <Dates mapping={mapping} change={change} />
        {mapping.deal && (
          <Select
            size="xs"
            label={t("imports.currency")}
            description={t("imports.currency.hint")}
            data={currencies()}
            value={mapping.deal.default_currency ?? null}
            searchable
            {...typedOver}
            clearable
            openOnFocus={false}
            clearButtonProps={{ "aria-label": t("imports.currency.none") }}
            onChange={(code) => change((before) => ({ ...before, deal: { ...without(before.deal ?? {}, "default_currency"), ...(code && { default_currency: code }) } }))}
          />
        )}
      </div>
      <details className={classes.reading}>
        <summary>{t("imports.reading")}</summary>
        <ReadingSettings />
      </details>
    </section>
  );
}
