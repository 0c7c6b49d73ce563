//! Words that stand where a number should be when nobody is told the number. Lower-case, one by one, with spaces between.

/// Said of a number that is kept back or not known: in English as networks write it (RFC 3323 and 3325, 3GPP TS 23.003), and in
/// the languages of desks.
pub(crate) const WORDS: [&str; 8] = [
    // English
    "anonymous unavailable restricted blocked unknown private withheld hidden undisclosed suppressed unidentified \
    unlisted nonumber noid nocallerid available area payphone invalid null none undefined nil masked secret \
    unassigned unrecognized",
    // German
    "anonym unbekannt unbekannte unbekannter unterdrückt unterdrückte privat verborgen verfügbar geheim gesperrt",
    // French
    "anonyme inconnu inconnue masqué masque privé prive privée caché indisponible disponible",
    // Spanish, Portuguese, Italian, Catalan
    "anónimo anonimo anónima anônimo desconocido desconocida oculto oculta privado privada restringido bloqueado \
    desconhecido desconhecida confidencial restrito disponível indisponível sconosciuto sconosciuta privato \
    nascosto riservato bloccato anònim desconegut",
    // Dutch and the Nordic languages
    "anoniem onbekend onbekende afgeschermd okänt okänd hemligt dolt dold skyddat ukendt hemmeligt skjult ukjent \
    hemmelig tuntematon salainen",
    // Polish, Czech, Slovak, Hungarian, Romanian, Turkish
    "anonimowy nieznany zastrzeżony prywatny ukryty anonymní neznámé neznámý skryté neznáme ismeretlen rejtett \
    titkos necunoscut ascuns anonim bilinmeyen bilinmiyor gizli özel",
    // Russian, Ukrainian, Greek
    "аноним анонимный неизвестный неизвестно неизвестен скрыт скрытый анонім анонімний невідомий прихований \
    άγνωστος άγνωστο ανώνυμος απόκρυψη",
    // Chinese, Japanese, Korean, Arabic, Hebrew
    "匿名 未知 未知号码 未知號碼 私人号码 私人號碼 隐藏号码 未顯示號碼 无法显示 無法顯示 非通知 非通知設定 公衆電話 表示圏外 不明 발신번호표시제한 발신자표시제한 익명 알수없음 مجهول غير معروف \
    خاص محجوب אנונימי חסוי ידוע",
];

/// Say nothing beside those.
pub(crate) const FILLERS: &str = "caller callers number no call id cid name user party line not of out the is by phone subscriber contact given \
    rufnummer nummer anruf anrufer anruferin teilnehmer nicht keine kein nr numéro numero número appel appelant \
    correspondant non pas llamada llamante chamada chiamata chiamante não beller niet beschikbaar oproep samtal \
    numer číslo szám număr numara arayan номер абонент вызов αριθμός 号码 號碼 番号 번호 رقم غير מספר לא";
