import { Radio, Stack } from "@mantine/core";
import type { ConversionCandidate, Matching, Party, RecordField } from "@/api/wire";
import { PartySelect } from "@/parts/PartySelect";
import { t } from "@/messages/messages";
import { Candidate } from "./Candidate";
import classes from "./conversion.module.css";
import type { Choices } from "./draft";
import { NewAccountFields } from "./NewAccountFields";

interface Props {
  accounts: ConversionCandidate[];
  choices: Choices;
  own: RecordField[];
  matches: Matching[];
  mistakeAt: (pointer: string) => string | undefined;
  choose: (change: Partial<Choices>) => void;
  use: (match: Matching) => void;
}

/** Which organization becomes the account: one that matches, a new one, another one, or none. */
export function AccountChoice({ accounts, choices, own, matches, mistakeAt, choose, use }: Props) {
  const { account, other, created } = choices;
  const first = (value: string) => account === value || undefined;
  return (
    <Radio.Group
      label={t("convert.account")}
      value={account}
      error={mistakeAt("/account")}
      classNames={{ label: classes.legend ?? "" }}
      onChange={(next) => choose({ account: next })}
    >
      <Stack gap="xs" mt={6}>
        {accounts.map((candidate) => (
          <Candidate key={candidate.id} candidate={candidate} isFirst={account === candidate.id} />
        ))}
        <Radio value="new" label={t("convert.account.new")} data-autofocus={first("new")} />
        {account === "new" && (
          <NewAccountFields
            created={created}
            own={own}
            matches={matches}
            offered={accounts.map((one) => one.id)}
            mistakeAt={mistakeAt}
            change={(next) => choose({ created: next })}
            use={use}
          />
        )}
        <Radio value="other" label={t("convert.account.other")} data-autofocus={first("other")} />
        {account === "other" && (
          <div className={classes.within}>
            <PartySelect
              label={t("convert.account.pick")}
              placeholder={t("pick.search")}
              kind="organization"
              chosen={other}
              error={mistakeAt("/account/link")}
              choose={(party: Party | null) => choose({ other: party })}
            />
          </div>
        )}
        <Radio value="none" label={t("convert.account.none")} data-autofocus={first("none")} />
      </Stack>
    </Radio.Group>
  );
}
