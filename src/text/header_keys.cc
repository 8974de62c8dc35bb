#include "text/header_keys.h"

#include <optional>
#include <string>

#include "text/ascii.h"
#include "text/clock_times.h"
#include "text/name_lists.h"
#include "text/one_of.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

bool ends_as_sentence(std::string_view text) {
  return !text.empty() && std::string_view(".?!").contains(text.back());
}

bool states_date(std::string_view value) {
  return !value.empty() && (is_digit(value.front()) || find_date(value) || leading_time_of_day(value));
}

bool states_names(std::string_view value) {
  const std::string_view first = first_of_names(value);
  return value.empty() || (could_be_name(first) && is_proper_name(first) && are_names(value));
}

}  // namespace

HeaderKey header_key(std::string_view key) {
  const std::string lower = lower_ascii(trimmed(key));
  if (one_of(lower, {"attendees", "participants", "invited", "invitees", "speakers", "present", "people", "teilnehmer",
                     "teilnehmende", "anwesend", "anwesende", "présents", "participants présents", "asistentes"}))
    return HeaderKey::names;
  if (one_of(lower, {"title", "topic", "meeting", "meeting title", "subject", "thema"})) return HeaderKey::title;
  if (is_time_key(lower) ||
      one_of(lower, {"date", "recorded", "recorded on", "when", "created", "meeting date", "datum", "fecha"}))
    return HeaderKey::date;
  if (one_of(lower, {"duration", "end time", "meeting id", "language", "location", "recording", "link", "url", "source",
                     "type", "tags", "host", "venue", "meeting link", "ort", "lieu", "lugar"}))
    return HeaderKey::unused;
  return HeaderKey::none;
}

bool is_time_key(std::string_view key) {
  return one_of(lower_ascii(trimmed(key)),
                {"start", "start time", "started", "time", "uhrzeit", "zeit", "heure", "hora"});
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
      return !pair.rest.empty() && lower_ascii(trimmed(pair.label)) != "host";  // "Host: Welcome to the show"
    case HeaderKey::none:
      return false;
  }
  return false;
}

}  // namespace hebb
