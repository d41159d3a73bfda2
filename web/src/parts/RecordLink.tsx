import { TableLink } from "./TableLink";

interface Props {
  party: string;
  className?: string | undefined;
  children: string;
}

/** A link to a party in a table. */
export function RecordLink({ party, ...rest }: Props) {
  return <TableLink path={`/parties/${party}`} {...rest} />;
}
