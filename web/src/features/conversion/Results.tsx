import { useQuery } from "@tanstack/react-query";
import { nameQuery } from "@/api/party";
import { recordNameQuery } from "@/api/recordNames";
import type { ConversionReceipt } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./conversion.module.css";

/** The record type of deals. */
const DEALS = "deals";

interface Props {
  /** The party on whose page or in whose dialog this is. */
  id: string;
  receipt: ConversionReceipt;
  /** Called when a link is followed. */
  leave?: () => void;
}

/** The account and the deal of a conversion, each a link away. */
export function Results({ id, receipt: { account, deal }, leave }: Props) {
  const hasAccount = account !== null && account !== id;
  const { data: accountName } = useQuery({ ...nameQuery(account ?? ""), enabled: hasAccount });
  const { data: dealName } = useQuery({ ...recordNameQuery(DEALS, deal ?? ""), enabled: deal !== null });
  if (!hasAccount && deal === null) return null;
  return (
    <span className={classes.results}>
      {hasAccount && (
        <span>
          {t("convert.done.account")}{" "}
          <TextLink to="/parties/$id" params={{ id: account }} onClick={leave}>
            {accountName ?? account}
          </TextLink>
        </span>
      )}
      {deal !== null && (
        <span>
          {t("convert.done.deal")}{" "}
          <TextLink to="/records/$plural/$id" params={{ plural: DEALS, id: deal }} onClick={leave}>
            {dealName ?? deal}
          </TextLink>
        </span>
      )}
    </span>
  );
}
