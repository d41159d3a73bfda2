import { OWN } from "@/api/party";
import { FIELDS } from "@/api/standardFields";
import type { Field, Party, RecordField, Vocabulary } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { plain } from "@/parts/evidence/titles";
import { OwnFieldText } from "@/parts/fields/FieldText";
import { ownTyping } from "@/parts/fields/ownValues";
import { isNumeric } from "@/parts/fields/values";
import { widthOf } from "@/parts/fields/widths";
import { mailMistake } from "@/parts/mail";
import { RecordLink } from "@/parts/RecordLink";
import { RelativeTime } from "@/parts/RelativeTime";
import { StageBadge } from "@/parts/StageBadge";
import { StandingBadge } from "@/parts/StandingBadge";
import type { Column } from "@/parts/table/column";
import names from "@/parts/table/Name.module.css";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./people.module.css";

const WIDTHS: Partial<Record<Field, number>> = { email: 220, website: 200, note: 280, company: 176, title: 176 };

const IN_NAME: ReadonlySet<Field> = new Set(["name", "first_name", "last_name"]);

/** Parts of the name come last: the name itself is in front. */
const TEXT_FIELDS = [...FIELDS.filter((field) => !IN_NAME.has(field)), "first_name", "last_name"] as Exclude<Field, "name">[];

/** Shared fields, and others that lists are scanned by. */
const SORTED: ReadonlySet<Field> = new Set(["email", "phone", "company", "title", "source", "owner", "city", "region", "country", "language"]);

function fieldColumn(field: Exclude<Field, "name">): Column<Party> {
  return {
    id: field,
    label: t(`field.${field}`),
    width: WIDTHS[field] ?? 144,
    ...(SORTED.has(field) && { sort: field }),
    edit: (party) => party[field] ?? "",
    ...(field === "email" && { check: mailMistake }),
    cell: (party) => <span>{party[field]}</span>,
  };
}

/** A field that the workspace has declared. */
function ownColumn(field: RecordField): Column<Party> {
  const typing = ownTyping(field);
  const id = `${OWN}${field.name}`;
  return {
    id,
    label: field.title,
    width: widthOf(field),
    sort: id,
    numeric: isNumeric(field),
    ...(typing && {
      edit: (party) => typing.write(party.more[field.name] ?? ""),
      check: typing.check,
      ...(typing.input && { input: typing.input }),
    }),
    cell: (party) => <OwnFieldText field={field} stored={party.more[field.name]} />,
  };
}

const nameColumn: Column<Party> = {
  id: "name",
  label: t("field.name"),
  width: 232,
  sort: "name",
  stays: true,
  edit: (party) => party.name,
  cell: (party) => (
    <RecordLink party={party.id} className={names.name}>
      {party.name}
    </RecordLink>
  ),
};

const kindColumn: Column<Party> = {
  id: "kind",
  label: t("field.kind"),
  width: 120,
  cell: (party) => <span>{t(`kind.${party.kind}`)}</span>,
};

/** The reason of a standing, and its start if the party is no longer active. */
function standingText({ standing, standing_reason, standing_since }: Party): string {
  const reason = standing_reason ? plain(standing_reason) : "";
  const day = standing_since && standing !== "active" ? formatDay(standing_since) : "";
  return [reason, day].filter((part) => part !== "").join(" · ");
}

const standingColumn: Column<Party> = {
  id: "standing",
  label: t("field.standing"),
  width: 296,
  sort: "standing",
  cell: (party) => {
    const text = standingText(party);
    return (
      <>
        <StandingBadge standing={party.standing} party={party.id} inGrid />
        {text && (
          <span className={classes.reason} title={text}>
            {text}
          </span>
        )}
      </>
    );
  },
};

const timeColumns: Column<Party>[] = (["created_at", "updated_at"] as const).map((id) => ({
  id,
  label: t(`field.${id}`),
  width: 136,
  sort: id,
  cell: (party) => <RelativeTime time={party[id]} />,
}));

const activityColumn: Column<Party> = {
  id: "last_evidence",
  label: t("field.last_evidence"),
  width: 136,
  sort: "last_evidence",
  cell: (party) => (party.last_evidence ? <RelativeTime time={party.last_evidence} /> : <span />),
};

function stageColumns(vocabulary: Vocabulary | undefined, name: string): Column<Party>[] {
  return [
    {
      id: "stage",
      label: t("field.stage"),
      width: 168,
      sort: `stage.${name}`,
      cell: (party) => <StageBadge vocabulary={vocabulary} stage={party.stages[name] ?? null} party={party.id} inGrid />,
    },
    {
      id: "since",
      label: t("field.since"),
      width: 144,
      cell: (party) => (party.stages[name] ? <DateText time={party.stages_since[name]} /> : <span />),
    },
  ];
}

/** Every column of a list of parties, with the stage in one vocabulary and the workspace's own fields. */
export function partyColumns(vocabulary: Vocabulary | undefined, name: string, own: RecordField[]): Column<Party>[] {
  const ofFields = [...TEXT_FIELDS.map(fieldColumn), ...own.map(ownColumn)];
  return [nameColumn, ...stageColumns(vocabulary, name), standingColumn, activityColumn, kindColumn, ...ofFields, ...timeColumns];
}

/** The columns that are shown until someone chooses others. */
export const STANDARD = {
  person: ["name", "stage", "since", "standing", "last_evidence", "company", "title", "email", "source"],
  organization: ["name", "stage", "since", "standing", "last_evidence", "website", "city", "country", "source"],
  everybody: ["name", "stage", "kind", "since", "standing", "last_evidence", "company", "email", "city", "source"],
};
