import { about } from "@/messages/en/about";
import { addMessages } from "@/messages/messages";

addMessages(about);
