#include "text/header_keys.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>

#include "text/ascii.h"
#include "text/clock_times.h"
#include "text/header_titles.h"
#include "text/name_lists.h"
#include "text/one_of.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

bool ends_as_sentence(std::string_view text) {
  return !text.empty() && std::string_view(".?!").contains(text.back());
}

// Also within quotes or brackets, in other scripts, and broken off.
bool ends_as_said(std::string_view text) {
  const auto take_last_of = [&](std::initializer_list<std::string_view> marks) {
    return std::ranges::any_of(marks, [&](std::string_view mark) {
      const bool last = text.ends_with(mark);
      if (last) text.remove_suffix(mark.size());
      return last;
    });
  };
  while (take_last_of({"\"", "'", ")", "]", "*", "”", "’", "»"})) {
  }
  return take_last_of({".", "?", "!", "…", "—", "。", "？", "！"});
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  for (; !(text = trimmed(text)).empty(); ++words) text.remove_prefix(std::min(text.find_first_of(" \t"), text.size()));
  return words;
}

bool is_link(std::string_view value) {
  return !value.contains(' ') && (value.starts_with("http") || value.starts_with("www."));
}

// "hello all", "Welcome everybody"
bool greets(std::string_view value) {
  const std::string first = lower_ascii(value.substr(0, value.find_first_of(" ,")));
  return one_of(first, {"hello", "hi", "hey", "good", "welcome", "thanks", "thank", "okay", "ok", "yes", "no", "well",
                        "hallo", "guten", "bonjour", "hola"});
}

// "we can hear you well", "Da müssen wir hin": by its small words; not "Room 4 in the tower", "Sales and Marketing".
bool is_speech(std::string_view value) {
  while (!(value = trimmed(value)).empty()) {
    const std::string_view word = value.substr(0, value.find_first_of(" \t"));
    const std::string lower = lower_ascii(word.substr(0, word.find_last_not_of(".,;") + 1));
    const bool joins =
        one_of(lower, {"a", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "two", "with"});
    if ((!joins && has_small_word(word)) ||
        one_of(lower, {"ich", "wir", "sie", "ist", "sind", "je", "nous", "vous", "est", "nosotros", "está", "estamos"}))
      return true;
    value.remove_prefix(word.size());
  }
  return false;
}

bool states_date(std::string_view value) {
  return !value.empty() && (is_digit(value.front()) || find_stated_date(value) || leading_time_of_day(value));
}

bool states_names(std::string_view value) {
  const std::string_view first = first_of_names(value);
  return value.empty() || (could_be_name(first) && is_proper_name(first) && are_names(value));
}

bool is_key_of_time(std::string_view lower) {
  return one_of(lower, {"start", "start time", "started", "time", "uhrzeit", "zeit", "heure", "hora"});
}

HeaderKey key_of(std::string_view lower) {
  if (one_of(lower, {"attendees", "participants", "invited", "invitees", "speakers", "present", "people", "teilnehmer",
                     "teilnehmende", "anwesend", "anwesende", "présents", "participants présents", "asistentes"}))
    return HeaderKey::names;
  if (one_of(lower, {"title", "topic", "meeting", "meeting title", "subject", "thema"})) return HeaderKey::title;
  if (is_key_of_time(lower) ||
      one_of(lower, {"date", "recorded", "recorded on", "when", "created", "meeting date", "datum", "fecha"}))
    return HeaderKey::date;
  if (one_of(lower, {"duration", "end time", "meeting id", "language", "location", "recording", "link", "url", "source",
                     "type", "tags", "host", "venue", "meeting link", "ort", "lieu", "lugar"}))
    return HeaderKey::unused;
  return HeaderKey::none;
}

// "Date & Time", "Meeting date/time": both sides are keys of dates, and one that of a time.
bool is_date_and_time(std::string_view lower) {
  for (const std::string_view joint : {"/", "&", " and ", " und ", " et ", " y "}) {
    const std::size_t at = lower.find(joint);
    if (at == std::string_view::npos) continue;
    const std::string_view first = trimmed(lower.substr(0, at));
    const std::string_view second = trimmed(lower.substr(at + joint.size()));
    return key_of(first) == HeaderKey::date && key_of(second) == HeaderKey::date &&
           (is_key_of_time(first) || is_key_of_time(second));
  }
  return false;
}

// "Absent (2)", "Language (spoken)"; a host, a room and a telephone speak ("Room (Berlin)").
bool is_word_of_headers(std::string_view word) {
  const std::string lower = lower_ascii(trimmed(word));
  return lower != "host" && !may_speak_numbered(lower) && (is_heading_word(lower) || key_of(lower) != HeaderKey::none);
}

}  // namespace

HeaderKey header_key(std::string_view key) {
  const std::string lower = lower_ascii(trimmed(key));
  if (is_date_and_time(lower)) return HeaderKey::date;
  const std::size_t bracket = lower.find('(');
  if (bracket == std::string::npos || !lower.ends_with(')')) return key_of(lower);
  // "Attendees (3)", "Attendees (remote)", "Duration (min)"; "Topic (10 min)" is an agenda's item.
  const std::string_view bare = trimmed(std::string_view(lower).substr(0, bracket));
  const HeaderKey found = key_of(bare);
  const std::string_view unit = trimmed(std::string_view(lower).substr(bracket + 1, lower.size() - bracket - 2));
  const bool measured = bare == "duration" && (is_time_unit(unit) || one_of(unit, {"h", "min."}));
  return found == HeaderKey::names || measured ? found : HeaderKey::none;
}

bool is_time_key(std::string_view key) {
  const std::string lower = lower_ascii(trimmed(key));
  return is_key_of_time(lower) || is_date_and_time(lower);
}

std::string_view hosts_in(const Labelled& pair) {
  const std::string key = lower_ascii(trimmed(pair.label));
  const bool organizes = one_of(key, {"organiser", "organizer", "organized by"});
  const bool hosts = one_of(key, {"chair", "chairperson", "facilitator", "host", "moderator", "moderation", "scribe",
                                  "interviewer", "secrétaire"});
  const std::string_view first = first_of_names(pair.rest);
  const bool called = is_heading_word(pair.label) || first.contains(' ');
  const bool named =
      called && could_be_name(first) && is_proper_name(first) && are_names(pair.rest) && !ends_as_sentence(pair.rest);
  if (!named || !(organizes || hosts)) return {};
  return organizes ? pair.rest.substr(0, pair.rest.find_first_of(",;")) : pair.rest;
}

bool is_said(const Labelled& pair) {
  const bool free = one_of(lower_ascii(trimmed(pair.label)), {"tags", "source", "link", "url", "type", "meeting id"});
  return !free && is_speech(pair.rest);
}

bool states_header(const Labelled& pair) {
  if (ends_as_sentence(pair.rest)) return false;
  if (!hosts_in(pair).empty()) return true;
  switch (header_key(pair.label)) {
    case HeaderKey::names:
      return states_names(pair.rest);
    case HeaderKey::date:
      return states_date(pair.rest);
    case HeaderKey::title:
      return !pair.rest.empty();
    case HeaderKey::unused:
      // "Host: Welcome to the show", "Venue: we can hear you well"
      return !pair.rest.empty() && lower_ascii(trimmed(pair.label)) != "host" && !is_said(pair);
    case HeaderKey::none:
      return false;
  }
  return false;
}

bool may_be_value(std::string_view value, bool keyed_below) {
  constexpr std::size_t kMostWords = 3;
  constexpr std::size_t kMostAboveKeys = 8;
  if (is_link(value)) return true;
  if (ends_as_said(value)) return false;
  if (keyed_below) return count_words(value) <= kMostAboveKeys && !is_speech(value);
  return !value.empty() && count_words(value) <= kMostWords && !has_small_word(value) && !greets(value);
}

bool is_sure_speaker(std::string_view label) {
  const std::string_view first = label.substr(0, label.find(' '));
  const bool numbered = equals_ignoring_case(first, "speaker") && is_digit(label.back());
  return numbered || (label.ends_with(')') && !is_word_of_headers(label.substr(0, label.find('(')))) ||
         one_of(lower_ascii(first),
                {"dr.", "dr", "mr.", "mr", "mrs.", "mrs", "ms.", "ms", "prof.", "prof", "herr", "frau"});
}

}  // namespace hebb
