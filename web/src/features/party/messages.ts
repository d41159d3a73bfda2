import { party } from "@/messages/en/party";
import { addMessages } from "@/messages/messages";

addMessages(party);
