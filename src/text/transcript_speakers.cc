#include "text/transcript_speakers.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "text/ascii.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"
#include "text/utf8.h"

namespace hebb {
namespace {

// With a role: "Hon. Bill Blair (Minister of Public Safety and Emergency Preparedness)".
constexpr std::size_t kLongestLabel = 160;   // bytes
constexpr std::size_t kMostWords = 8;        // without the role
constexpr std::size_t kMostWideWords = 12;   // of a wide name
constexpr std::size_t kMostSmallWords = 3;   // of a label that is not written as names are
constexpr std::size_t kMostLabels = 20'000;  // no meeting has so many speakers; memory is bounded
// Shares of the entries that begin with what may be a name, and what they make believable.
constexpr double kNearlyAll = 0.9;  // any proper name
constexpr double kMost = 0.5;       // one that comes again, or of more than one word
constexpr double kSome = 0.1;       // the same, where two come again

// Between bars.
constexpr std::string_view kHeadings =
    "|absent|action|action item|action items|action points|actions|after|agenda|agenda item|also|"
    "answer|apologies|aside|assumption|"
    "attachment|attendance|attendees|background|before|beispiel|blockers|bottom line|budget|but|"
    "caution|chapter|conclusion|conclusions|cons|context|correction|date|datum|deadline|decision|"
    "decisions|decisions made|description|details|disclaimer|discussion|due|duration|e.g|edit|ejemplo|email|"
    "end time|error|example|examples|excused|exemple|fact|fazit|fecha|file|finally|first|follow up|"
    "follow-up|follow-ups|for example|friday|from|ftp|goal|goals|hint|hinweis|however|http|https|ideas|"
    "i.e|idea|important|in short|in summary|info|invitees|issue|issues|item|key decisions|key risks|kind|language|link|"
    "links|location|mailto|meeting|meeting title|metrics|milestones|minutes|monday|name|next|next step|"
    "next steps|no|nota|note|notes|notiz|now|objective|objectives|ok|okay|on|open|open issues|open questions|"
    "option|options|organiser|organizer|outcome|overview|owner|p.s|page|part|participants|"
    "password|phone|place|please note|point|present|problem|project|pros|ps|purpose|question|questions|re|"
    "reason|recap|recorded|recording|reference|references|regrets|remarque|remember|reminder|"
    "requirement|requirements|result|results|resumen|right|risk|risks|room|second|section|see|so|"
    "solution|source|spoiler|start|start time|status|step|subject|suggestions|summary|takeaway|takeaways|task|"
    "tasks|teilnehmer|tel|tema|thanks|that is|thema|then|third|thursday|time|timeline|tip|title|to|"
    "to do|to-dos|today|todo|todos|tomorrow|topic|topics|transcript|transcription|tuesday|update|updates|"
    "url|version|video|warning|we|wednesday|well|what|when|where|which|who|why|yes|yesterday|";

// Of these.
constexpr auto kNumberedSpeakers =
    std::to_array<std::string_view>({"location", "name", "organiser", "organizer", "owner", "phone", "place", "room",
                                     "source", "subject", "tel", "video"});

constexpr auto kParticles = std::to_array<std::string_view>(
    {"van", "von", "der", "den", "de",  "del", "della", "di", "da", "dos", "du", "la",  "le",  "el",  "al",
     "bin", "ben", "ibn", "zu",  "zur", "ter", "ten",   "af", "av", "y",   "e",  "och", "and", "und", "et"});

// Ends a sentence, or cannot stand in a name. '.' may: "J. Smith", "Dr. No".
constexpr std::string_view kNotInNames = "?!;:<>{}|\"=*\\^~`$%+";
constexpr std::string_view kNotInWideNames = "?!;:<>{}=*\\^~`$%";
constexpr std::string_view kOpeners = "([@#";
// Before a name, though longer than what else is cut short; "Dipl.-Ing." shows itself.
constexpr auto kLongTitles = std::to_array<std::string_view>({"Assoc", "Assist", "Lieut", "Messrs", "Supdt"});
// Between bars: what no name holds, but a sentence before its colon.
constexpr std::string_view kSmallWords =
    "|a|about|all|an|and|another|are|as|at|be|because|but|by|can|did|do|does|for|from|had|has|have|he|her|his|how|i|if|"
    "in|is|it|its|last|more|most|my|no|not|now|of|on|one|only|or|other|our|said|says|she|so|some|than|that|the|their|"
    "then|there|these|they|thing|things|this|those|three|to|two|was|we|were|what|when|where|which|who|why|will|with|"
    "you|your|";
constexpr std::int32_t kNoBreakSpace = 0xA0;
constexpr std::int32_t kNarrowSpace = 0x202F;
// Hidden digits count: "+1 206-***-**00".
constexpr std::size_t kFewestPhoneDigits = 7;
constexpr std::size_t kFewestBareDigits = 9;  // of a number that nothing marks as one of a telephone

// Calls `use` for each word between spaces; stops where it returns false.
template <class Use>
bool every_word(std::string_view text, Use use) {
  while (!(text = trimmed(text)).empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    if (!use(word)) return false;
    text.remove_prefix(word.size());
  }
  return true;
}

bool is_listed_heading(std::string_view label) {
  return !label.contains('|') && kHeadings.contains("|" + lower_ascii(label) + "|");
}

bool is_small_word(std::string_view word) {
  const std::size_t end = word.find_last_not_of(".,?!;") + 1;
  return kSmallWords.contains("|" + lower_ascii(word.substr(0, end)) + "|");
}

bool is_capitalised(std::string_view word) {
  const std::string_view marks = "([#@'";
  while (!word.empty() && marks.contains(word.front())) word.remove_prefix(1);
  for (const std::string_view join : {"'", "\xE2\x80\x99", "-"}) {  // "d'Entremont", "al-Khatib"
    const std::size_t at = word.find(join);
    if (at == 1 || at == 2) word.remove_prefix(at + join.size());
  }
  if (word.empty()) return true;
  const auto code = decode_utf8(word).code;
  if (code == kInvalidCode) return false;
  return !is_letter_code(code) || utf8proc_category(code) != UTF8PROC_CATEGORY_LL;
}

// Full stops only after what may be short: "J.", "Dr.", "Prof.", not "met.", or inside a word ("maya.okafor").
bool has_sentence_end(std::string_view label) {
  for (std::size_t at = label.find(". "); at != std::string_view::npos; at = label.find(". ", at + 1)) {
    const std::size_t space = label.find_last_of(" \t", at);
    const std::size_t begin = space == std::string_view::npos ? 0 : space + 1;
    const std::string_view word = label.substr(begin, at - begin);
    const bool cut_short = word.size() <= 4 || word.contains(".-") || std::ranges::contains(kLongTitles, word);
    if (!cut_short || !is_capitalised(word)) return true;
  }
  return false;
}

std::string_view without_brackets(std::string_view label) {
  label = trimmed(label);
  if (label.size() > 2 && label.front() == '[' && label.back() == ']')
    label = trimmed(label.substr(1, label.size() - 2));
  return label;
}

std::string_view without_role(std::string_view label) {
  const std::size_t bracket = label.find('(');
  const bool role = bracket != std::string_view::npos && bracket > 0 && label.ends_with(')');
  return role ? trimmed(label.substr(0, bracket)) : label;
}

// With spaces that break, in place of those that do not: phones write "+49\u00A0170\u00A01234567".
std::string with_plain_spaces(std::string_view label) {
  std::string plain;
  for (std::string_view rest = label; !rest.empty();) {
    const auto [code, length] = decode_utf8(rest);
    if (code == kNoBreakSpace || code == kNarrowSpace) {
      plain += ' ';
    } else {
      plain += rest.substr(0, length);
    }
    rest.remove_prefix(length);
  }
  return plain;
}

// Dates, spans and amounts consist of the same signs.
bool is_phone_number(std::string_view written) {
  if (written.size() > kLongestLabel) return false;
  const std::string label = with_plain_spaces(bare_name(written));
  if (label.size() > 3 * kFewestPhoneDigits || label.find_first_not_of("0123456789*+-() .") != std::string_view::npos ||
      label.find_first_of("0123456789") == std::string_view::npos) {
    return false;
  }
  const auto digits =
      static_cast<std::size_t>(std::ranges::count_if(label, [](char c) { return is_digit(c) || c == '*'; }));
  const bool marked = label.starts_with('+') || label.starts_with('(') || label.contains('*');
  const bool bare = digits >= kFewestBareDigits && !label.contains(" - ") && !label.contains('.');
  return digits >= kFewestPhoneDigits && (marked || bare) && !find_date(label);
}

// Emoji and signs that people put around their names: "⭐ Tom", "~Ben", "_anna_". Boxes and bullets begin items.
bool is_ornament(std::int32_t code) {
  const bool box = code >= 0x2610 && code <= 0x2612;
  const bool emoji = code >= 0x1F000 || (code >= 0x2600 && code <= 0x26FF && !box) || code == 0x2764 || code == 0x2B50;
  const bool joins_emoji = code == 0xFE0F || code == 0x200D;
  const bool turns_direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return code == '~' || code == '_' || code == kNarrowSpace || joins_emoji || turns_direction ||
         (emoji && !is_letter_code(code));
}

std::size_t last_code_at(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

// "jonas.weber@acme.com"
bool is_address(std::string_view label) {
  const std::size_t at = label.find('@');
  return at != std::string_view::npos && at > 0 && label.find('.', at + 2) < label.size() - 1 && !label.contains(' ') &&
         label.find('@', at + 1) == std::string_view::npos;
}

struct NameShape {
  std::string_view barred;
  std::string_view openers;
  std::size_t most_words;
};

bool has_shape_of_name(std::string_view label, const NameShape& shape) {
  const auto& [barred, openers, most_words] = shape;
  if (label.empty() || label.size() > kLongestLabel || label.find_first_of(barred) != std::string_view::npos) {
    return false;
  }
  bool letter = false;
  for (std::string_view rest = label; !rest.empty();) {
    const auto [code, length] = decode_utf8(rest);
    if (rest.size() == label.size() && !is_letter_code(code) && !is_digit(rest.front()) &&
        !openers.contains(rest.front())) {
      return false;
    }
    letter = letter || is_letter_code(code);
    rest.remove_prefix(length);
  }
  std::size_t words = 0;
  const std::string_view name = without_role(label);
  return letter && every_word(name, [&](std::string_view) { return ++words <= most_words; }) && !has_sentence_end(name);
}

// The label before a line's first colon, if `fits` takes it.
std::optional<Labelled> split_at_colon(std::string_view line, bool (*fits)(std::string_view)) {
  line = trimmed(line);
  constexpr std::string_view kWideColon = "\xEF\xBC\x9A";
  const std::string_view head = line.substr(0, kLongestLabel + kWideColon.size());
  const std::size_t colon = std::min(head.find(':'), head.find(kWideColon));
  if (colon == std::string_view::npos) return std::nullopt;
  const bool wide = head[colon] != ':';
  const std::string_view after = line.substr(colon + (wide ? kWideColon.size() : 1));
  const bool space_after = after.empty() || trimmed(after).data() != after.data();
  if (!wide && !space_after) return std::nullopt;
  const std::string_view label = without_brackets(line.substr(0, colon));
  if (!fits(label)) return std::nullopt;
  return Labelled{label, trimmed(after)};
}

// A wide name shows itself only by coming again, but for a telephone number.
bool is_sure_name(std::string_view label) {
  return is_phone_number(label) || is_address(label) || (could_be_name(label) && is_proper_name(label));
}

// "Elena Rossi", "Étienne d'Arc", but neither "Berlin" nor "Option 2".
bool is_full_name(std::string_view label) {
  std::size_t words = 0;
  const bool fits = every_word(without_role(label), [&](std::string_view word) {
    ++words;
    return words <= kMostWideWords && !is_digit(word.front());
  });
  return fits && words > 1 && is_proper_name(label);
}

// "guest", "elena rossi", "room 5": words of a sentence name nobody, nor do those that begin as one.
bool is_small_name(std::string_view label) {
  std::size_t words = 0;
  const bool fits = every_word(label, [&](std::string_view word) {
    ++words;
    const bool small = is_digit(word.front()) || !is_capitalised(word);
    return small && !is_small_word(word);
  });
  return fits && words <= kMostSmallWords && !label.contains(',');
}

// Words that nothing marks as a name begin lists ("Server migration: …") and sentences.
bool may_name_somebody(std::string_view label) {
  const std::string_view bare = bare_name(label);
  if (bare.empty() || is_heading_word(bare) || bare.find_first_of("?!;\"") != std::string_view::npos) return false;
  if (!is_letter_code(decode_utf8(bare).code) || has_sentence_end(bare)) return false;
  return is_address(bare) || is_full_name(bare) || (bare != label && (is_proper_name(bare) || is_small_name(bare)));
}

bool may_name_somebody_in_small(std::string_view label) {
  return may_name_somebody(label) ||
         (is_letter_code(decode_utf8(label).code) && !is_heading_word(label) &&
          label.find_first_of("?!;\"") == std::string_view::npos && !has_sentence_end(label) && is_small_name(label));
}

}  // namespace

bool could_be_name(std::string_view label) {
  return has_shape_of_name(label, {kNotInNames, kOpeners, kMostWords});
}

bool could_be_wide_name(std::string_view label) {
  return has_shape_of_name(bare_name(label), {kNotInWideNames, "([@#\"", kMostWideWords}) || is_phone_number(label);
}

std::string_view bare_name(std::string_view name) {
  std::string_view bare = trimmed(name);
  while (!bare.empty() && is_ornament(decode_utf8(bare).code)) bare = trimmed(bare.substr(decode_utf8(bare).bytes));
  for (std::size_t last = 0; !bare.empty() && is_ornament(decode_utf8(bare.substr(last = last_code_at(bare))).code);) {
    bare = trimmed(bare.substr(0, last));
  }
  return bare.empty() ? name : bare;
}

bool is_proper_name(std::string_view label) {
  label = without_role(label);
  bool first = true;
  return every_word(label, [&](std::string_view word) {
    const bool particle = !std::exchange(first, false) && std::ranges::contains(kParticles, word);
    return particle || is_capitalised(word);
  });
}

bool has_small_word(std::string_view text) {
  return !every_word(text, [](std::string_view word) { return !is_small_word(word); });
}

bool is_heading_word(std::string_view label) {
  return is_listed_heading(label) || (!may_speak_numbered(label) && is_listed_heading(without_number(label)));
}

bool may_speak_numbered(std::string_view label) {
  return std::ranges::contains(kNumberedSpeakers, lower_ascii(without_number(label)));
}

std::string_view without_number(std::string_view label) {
  std::string_view bare = label;
  const bool bracketed = bare.ends_with(')');
  if (bracketed) bare.remove_suffix(1);
  const std::size_t end = bare.find_last_not_of("0123456789.") + 1;
  if (end == 0 || end == bare.size() || !std::string_view(bracketed ? "(" : " #").contains(bare[end - 1])) return label;
  bare = trimmed(bare.substr(0, end - 1));
  if (bare.ends_with('#')) bare = trimmed(bare.substr(0, bare.size() - 1));
  return bare.empty() ? label : bare;
}

std::optional<Labelled> split_label(std::string_view line) {
  return split_at_colon(line, could_be_name);
}

std::optional<Labelled> split_wide_label(std::string_view line) {
  return split_at_colon(line, could_be_wide_name);
}

bool begins_with_some_name(std::string_view line, bool small) {
  return split_at_colon(line, small ? may_name_somebody_in_small : may_name_somebody).has_value();
}

void SpeakerEvidence::see(std::string_view label) {
  if (is_heading_word(label)) return;
  const bool proper = is_sure_name(label);
  const auto found = counts_.find(std::string(label));
  if (found != counts_.end()) {
    const bool second = ++found->second == 2;
    repeated_ += second;
    seen_again_ += second ? 2 : 1;
    believable_ += second && !proper ? 2 : 1;
  } else if (counts_.size() < kMostLabels) {
    counts_.emplace(label, 1);
    believable_ += proper;
    full_names_ += proper && label.contains(' ');
  }
}

double SpeakerEvidence::share() const {
  return static_cast<double>(believable_) / static_cast<double>(std::max<std::size_t>(1, entries_));
}

bool SpeakerEvidence::is_speaker(std::string_view label) const {
  const auto found = counts_.find(std::string(label));
  if (found == counts_.end()) return false;
  if (trusted_) return true;
  const bool repeated = found->second >= 2;
  const bool proper = is_sure_name(label);
  const bool full = proper && label.contains(' ');
  if (share() >= kMost) {
    // "Berlin: the meeting was opened …": one word, once, is evidence only in the company of names.
    const bool company = repeated_ + full_names_ > 0 || (share() >= kNearlyAll && (believable_ > 1 || entries_ == 1));
    return repeated || full || (proper && company);
  }
  return repeated_ >= 2 && share() >= kSome && proper && (repeated || full);
}

bool SpeakerEvidence::comes_again(std::string_view label) const {
  const auto found = counts_.find(std::string(label));
  return found != counts_.end() && found->second >= 2;
}

std::optional<Labelled> SpeakerEvidence::split(std::string_view entry) const {
  auto found = split_wide_label(entry);
  if (found && !is_speaker(found->label)) found.reset();
  if (found) found->label = bare_name(found->label);
  return found;
}

std::size_t SpeakerEvidence::attributed() const {
  std::size_t count = 0;
  for (const auto& [label, seen] : counts_) count += is_speaker(label) ? seen : 0;
  return count;
}

}  // namespace hebb
