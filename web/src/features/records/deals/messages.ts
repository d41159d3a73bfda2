import { pipelines } from "@/messages/en/pipelines";
import { addMessages } from "@/messages/messages";

addMessages(pipelines);
