// German words of the adapters' account forms, by vendor and key; `chat` stands for every chat vendor, `any` for every vendor.
import type { FieldWords } from '../field-words';

/** What a vendor can be told; what is missing stays as the adapter gives it. */
const VENDOR_WORDS = {
  leave: 'Lassen, wie er ist',
  online: 'Online',
  pause: 'Pausiert',
  offline: 'Offline',
  ...Object.fromEntries(
    [['Available', 'Verfügbar'], ['Busy', 'Beschäftigt'], ['Offline', 'Unsichtbar']].flatMap(([user = '', name = '']) =>
      [['TakeAllCalls', 'alle Anrufe'], ['DoNotAcceptDepartmentCalls', 'keine Anrufe der Warteschlangen'], ['TakeDepartmentCallsOnly', 'nur Anrufe der Warteschlangen'], ['DoNotAcceptAnyCalls', 'keine Anrufe']].map(([calls = '', taken = '']) => [`${user}/${calls}`, `${name}, ${taken}`]),
    ),
  ),
};
const meaning = (status: string): FieldWords => ({ label: `${status} bedeutet`, help: 'Was dem Anbieter bei diesem Status gesagt wird.', choices: VENDOR_WORDS });

export const FIELDS_DE: Record<string, FieldWords> = {
  'ringcentral.clientId': { label: 'Client-ID', help: 'Von der Seite Ihrer App in der RingCentral-Entwicklerkonsole. Für das offizielle Widget nötig; ein eigenes kann seine eigene mitbringen.' },
  'ringcentral.signInWith': {
    label: 'Anmelden',
    help: 'Der Webbrowser geht auch dort, wo eine Anmeldeseite Fenster in Apps ablehnt. Seine Weiterleitungsadresse, http://127.0.0.1:28370/signed-in, wenn Sie keine andere eintragen, muss in der RingCentral-Entwicklerkonsole hinterlegt sein.',
    choices: { window: 'In einem Fenster von Deskbell', browser: 'In Ihrem Webbrowser (Google, Passkeys, Chipkarten)' },
  },
  'ringcentral.callingMode': {
    label: 'Anrufart',
    help: 'Wie nach der ersten Anmeldung angerufen wird; in den Einstellungen des Widgets änderbar.',
    choices: { browser: 'In dieser App (Browser-Telefon)', ringout: 'RingOut: zuerst klingelt mein Telefon', jupiter: 'RingCentral-App', softphone: 'RingCentral-Phone-App (alt)' },
  },
  'ringcentral.hosting': {
    label: 'Seite',
    help: 'Auf welcher Seite das Telefon ist. Eine Seite der Firma bringt ihre eigenen Einstellungen des Telefons mit; hier zählen Version oder Adresse des Widgets, der Server, die Anmeldung und deren Weiterleitungsadresse.',
    choices: { vendorPage: 'Das Telefon für sich', companyPage: 'Eine Seite unserer Firma, die das Telefon zeigt, etwa ein CRM' },
  },
  'ringcentral.page': { label: 'Adresse der Seite', help: 'Die Seite Ihrer Firma, die das RingCentral-Telefon mit der adapter.js des Anbieters in einem Rahmen zeigt.' },
  'ringcentral.version': { label: 'Version des Widgets', help: 'Eine Version des offiziellen Widgets, zum Beispiel latest oder 2.3.1.' },
  'ringcentral.url': { label: 'Adresse des Widgets', help: 'Die app.html Ihres eigenen Widgets statt des offiziellen. Geht der Version vor.' },
  'ringcentral.appServer': { label: 'RingCentral-Server', help: 'Adresse der RingCentral-Plattform.' },
  'ringcentral.redirectUri': { label: 'Weiterleitungsadresse', help: 'Muss gleich der in der Entwicklerkonsole sein. Leer: die redirect.html neben dem Widget, für den Webbrowser http://127.0.0.1:28370/signed-in. Im Browser nimmt http://127.0.0.1/pfad ohne Anschluss irgendeinen freien.' },
  'ringcentral.clientSecret': { label: 'Client-Geheimnis', help: 'Nur für Apps ohne PKCE. Die Seite des Widgets kann es lesen.' },
  'ringcentral.jwt': { label: 'JWT-Zugang', help: 'Meldet ohne Fenster an, als der Benutzer, dem der Zugang gehört.' },
  'ringcentral.disableLoginPopup': { label: 'Über Deskbell anmelden', help: 'Das Widget bittet Deskbell, das Anmeldefenster zu öffnen. Sonst öffnet es selbst eines, was Web-Engines oft stumm unterbinden.' },
  'ringcentral.enableFromNumberSetting': { label: 'Absendernummer wählen', help: 'Bietet an, welche Nummer andere sehen.' },
  'ringcentral.showMyLocationNumbers': { label: 'RingOut-Orte mitteilen', help: 'Deskbell erfährt, welche Telefone RingOut klingeln lassen kann.' },
  'ringcentral.enableSmsSettingEvent': { label: 'SMS-Absender mitteilen', help: 'Deskbell erfährt, von welchen Nummern Sie schreiben können.' },
  'ringcentral.enableRingtoneSettings': { label: 'Klingelton einstellen', help: 'Zeigt die Klingeltonseite in den Einstellungen des Widgets.' },
  'ringcentral.enableLoadMoreCalls': { label: 'Längerer Anrufverlauf', help: 'Lädt ältere Anrufe in den Verlauf des Widgets.' },
  'ringcentral.disableMessages': { label: 'Nachrichten verbergen', help: 'Nimmt SMS, Voicemail und Fax aus dem Widget, und damit aus Deskbell.' },
  'ringcentral.disableMeeting': { label: 'Besprechungen verbergen', help: 'Nimmt die Besprechungsseiten aus dem Widget.' },
  'ringcentral.loginHosts': { label: 'Hosts der Anmeldung', help: 'Hosts, zu denen die Anmeldung führen darf, durch Leerzeichen getrennt: login.example.com, oder *.example.com für alle darunter. Leer: Ein Anmeldefenster darf jede öffentliche Adresse besuchen.' },
  'ringcentral.parameters': { label: 'Weitere Parameter', help: 'Jeder andere dokumentierte Parameter der Adresse des Widgets, als name=wert, verbunden durch &.' },

  'snapengage.loginHosts': { label: 'Hosts der Anmeldung', help: 'Hosts neben denen des Hubs, zu denen seine Seite zum Anmelden führen darf, durch Leerzeichen getrennt: login.example.com, oder *.example.com für alle darunter.' },
  'snapengage.url': { label: 'Adresse', help: 'Die Seite mit dem Widget. Für den Hub: Nur nötig, wenn Ihr Hub eine eigene Adresse hat.' },
  'chat.hosting': {
    label: 'Was geöffnet wird',
    help: 'Wo Deskbell die Chats hört.',
    choices: { vendorPage: 'Die Seite des Anbieters', companyPage: 'Eine eigene Seite, die das Widget trägt', agentConsole: 'Die Konsole der Agenten', ownPage: 'Eine kleine Seite, die Deskbell macht' },
  },
  'chat.url': { label: 'Adresse der Seite', help: 'Die Seite, auf der Besucher den Chat sehen.' },
  'chat.loader': { label: 'Adresse des Ladeskripts', help: 'Die Adresse des Skripts aus Ihrem Code-Schnipsel.' },
  'chat.chatId': { label: 'Chat-ID', help: 'Aus Ihrem Code-Schnipsel.' },
  'chat.widgetId': { label: 'Widget-ID', help: 'Aus dem Code-Schnipsel oder der Verwaltung des Anbieters.' },
  'chat.region': { label: 'Region', help: 'Wo Ihr Konto liegt.', choices: { us: 'Vereinigte Staaten', eu: 'Europa' } },
  'chat.provider': { label: 'Name der Eigenmarke', help: 'Nur, wenn Ihr Code-Schnipsel einen anderen Namen nutzt.' },
  'chat.origins': { label: 'Herkunft der Konsole', help: 'Adressen, die für die Konsole sprechen dürfen.' },

  'chat.statusAgent': { label: 'E-Mail des Agenten', help: 'Ihres eigenen Benutzers bei SnapEngage: damit kann Deskbell dort Ihren Status setzen.' },
  'chat.statusToken': { label: 'API-Token', help: 'Aus dem Admin Dashboard: My Account, API, API Token. Ihre Administration hat ihn.' },
  'chat.statusAddress': { label: 'API-Adresse', help: 'Wo die Agent Status API ist. Europäische Konten und Eigenmarken haben vielleicht eine andere.' },
  'chat.statusHook': { label: 'Authentifizierungs-Token für Webhooks', help: 'Ein beliebiger langer Zufallstext. Tragen Sie denselben im Admin Dashboard ein: My Account, API, Agent Status API; und für jedes Widget unter Integrations: Conversation Events API und Integration API.' },
  'chat.statusRelay': { label: 'Relay der Firma', help: 'Wird mit deskbell relay enroll und dem Link Ihrer Administration ausgefüllt. Leer: Webhooks werden auf diesem Computer angenommen.' },
  'chat.statusRelayToken': { label: 'Token für das Relay', help: 'Wird damit ausgefüllt: was dieser Arbeitsplatz dem Relay zeigt.' },
  'any.statusAvailable': meaning('Verfügbar'),
  'any.statusAway': meaning('Abwesend'),
  'any.statusDoNotDisturb': meaning('Bitte nicht stören'),
  'any.statusOffline': meaning('Offline'),
  'any.statusOnContact': meaning('Im Gespräch'),
  'any.statusWrapUp': meaning('Nachbearbeitung'),
};
