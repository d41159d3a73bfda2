import { Kbd, Modal } from "@mantine/core";
import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { t } from "@/messages/messages";
import { close } from "./opened";
import { takeTyped } from "./typedAhead";
import classes from "./Palette.module.css";
import { type Offer, useOffers } from "./useOffers";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Go anywhere, do anything, find anyone. */
export default function Palette() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const groups = useOffers(text.trim());
  const offers = groups.flatMap((group) => group.offers);
  const chosen = offers[Math.min(at, offers.length - 1)];

  const chosenId = chosen && `${id}-${chosen.id}`;

  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView({ block: "nearest" });
  }, [chosenId]);

  function run(offer: Offer | undefined) {
    if (!offer) return;
    close();
    offer.run();
  }

  function hear(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (step !== undefined && offers.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, offers.length - 1) + step + offers.length) % offers.length);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(chosen);
    }
  }

  const optionId = (offer: Offer) => `${id}-${offer.id}`;
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      padding={0}
      size="lg"
      radius="md"
      yOffset="12vh"
      attributes={{ content: { "aria-label": t("shell.palette") } }}
    >
      <div className={classes.search}>
        <Search size={17} aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-label={t("shell.palette.placeholder")}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosenId}
          aria-autocomplete="list"
          placeholder={t("shell.palette.placeholder")}
          value={text}
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          onFocus={() => setText(text + takeTyped())}
          onKeyDown={hear}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
        />
        <Kbd size="xs">Esc</Kbd>
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t("shell.palette")} className={classes.list}>
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <div className={classes.label} aria-hidden="true">
              {group.label}
            </div>
            {group.offers.map((offer) => (
              // The text field handles the keys of options and keeps the focus.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={offer.id}
                id={optionId(offer)}
                role="option"
                tabIndex={-1}
                aria-selected={offer === chosen}
                className={classes.option}
                onClick={() => run(offer)}
                onPointerMove={() => setAt(offers.indexOf(offer))}
              >
                <offer.icon size={16} strokeWidth={1.9} aria-hidden="true" />
                <span className={classes.text}>
                  {offer.label}
                  {offer.about && <span className={classes.about}>{offer.about}</span>}
                </span>
                {offer.badge}
                {offer.keys?.split(" ").map((key) => (
                  <Kbd key={key} size="xs">
                    {key}
                  </Kbd>
                ))}
              </div>
            ))}
          </div>
        ))}
        {offers.length === 0 && <p className={classes.nothing}>{t("shell.palette.nothing")}</p>}
      </div>
    </Modal>
  );
}
