import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { partyRecordsQuery, typesQuery } from "@/api/records";
import type { RecordType, StoredRecord, WholeParty } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { MoneyText } from "@/parts/MoneyText";
import { amountOf, choiceField, choiceOf, fieldsWith, moneyField, partyFields } from "@/parts/recordFields";
import { CardSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./who.module.css";

/** The record type whose card is there before there is a record: deals are what the work is about. */
const ALWAYS = "deal";

/** The records that a party is in: a card for each type that can have parties. */
export function RecordsCards({ party }: { party: WholeParty }) {
  const { data: types } = useQuery(typesQuery);
  return types?.filter((of) => partyFields(of).length > 0).map((of) => <RecordsCard key={of.name} of={of} party={party} />);
}

interface Props {
  of: RecordType;
  party: WholeParty;
}

function RecordsCard({ of, party }: Props) {
  const { data, error, refetch } = useQuery(partyRecordsQuery(of.plural, party.id));
  const records = data?.items;
  if (of.name !== ALWAYS && !records?.length) return null;
  return (
    <section className={classes.card} aria-label={of.plural_title}>
      <header className={classes.cardHead}>
        <h2 className={classes.title}>{of.plural_title}</h2>
        {Object.keys(fieldsWith(of, party.id)).length > 0 && <AddButton of={of} party={party} />}
      </header>
      {error && !records && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {!records && !error && <CardSkeleton />}
      {records?.length === 0 && <p className={classes.quiet}>{t("party.records.none", { title: of.plural_title.toLowerCase() })}</p>}
      {records && records.length > 0 && (
        <ul className={classes.links}>
          {records.map((record) => (
            <RecordRow key={record.id} of={of} record={record} />
          ))}
        </ul>
      )}
      {data?.next && <p className={classes.quiet}>{t("party.records.latest", { count: data.items.length })}</p>}
    </section>
  );
}

function AddButton({ of, party }: Props) {
  const navigate = useNavigate();
  const label = t("party.records.add", { title: of.title.toLowerCase() });
  const add = () => void navigate({ to: "/records/$plural", params: { plural: of.plural }, search: { add: true, party: party.id } });
  return (
    <ActionIcon size={28} variant="subtle" color="gray" aria-label={label} title={label} onClick={add}>
      <Plus size={16} aria-hidden="true" />
    </ActionIcon>
  );
}

function RecordRow({ of, record }: { of: RecordType; record: StoredRecord }) {
  const choice = choiceOf(choiceField(of), record);
  const amount = amountOf(moneyField(of), record);
  return (
    <li className={classes.link}>
      <div className={classes.linkText}>
        <TextLink to="/records/$plural/$id" params={{ plural: of.plural, id: record.id }}>
          {record.name}
        </TextLink>
        {(choice || amount) && (
          <span className={classes.quiet}>
            {choice}
            {choice && amount && " · "}
            {amount && <MoneyText amount={amount} />}
          </span>
        )}
      </div>
    </li>
  );
}
