import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { nameQuery } from "@/api/party";
import type { Problem } from "@/api/problem";
import type { RecordType } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { partsOf } from "./partsOf";
import classes from "./types.module.css";

interface Props {
  problem: Problem;
  of: RecordType;
}

/** Why a change was refused; whoever it names is a link away. */
export function Refusal({ problem, of }: Props) {
  return (
    <Alert color="red" role="alert" title={problem.title} className={classes.refusal ?? ""}>
      {partsOf(problem.message).map(({ text, isId }) => (isId ? <Named key={text} of={of} id={text} /> : text))}
    </Alert>
  );
}

function Named({ of, id }: { of: RecordType; id: string }) {
  if (of.storage === "party") return <NamedParty id={id} />;
  return (
    <TextLink to="/records/$plural/$id" params={{ plural: of.plural, id }}>
      {id}
    </TextLink>
  );
}

function NamedParty({ id }: { id: string }) {
  const { data: name } = useQuery(nameQuery(id));
  return (
    <TextLink to="/parties/$id" params={{ id }}>
      {name ?? id}
    </TextLink>
  );
}
