#include "text/mark_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "text/one_of.h"
#include "text/transcript_source.h"
#include "text/utf8.h"

namespace hebb {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kMarkWords = 4;  // at most, beside one that was heard

// What was heard, or could not be; sorted, as the other lists are, and folded without accents.
constexpr std::array kHeardWords = std::to_array<std::string_view>({"applauding",
                                                                    "applause",
                                                                    "barking",
                                                                    "barks",
                                                                    "beep",
                                                                    "beeping",
                                                                    "beeps",
                                                                    "beifall",
                                                                    "blankaudio",
                                                                    "bleep",
                                                                    "breath",
                                                                    "breathes",
                                                                    "breathing",
                                                                    "buzzes",
                                                                    "buzzing",
                                                                    "chatter",
                                                                    "cheering",
                                                                    "cheers",
                                                                    "chirping",
                                                                    "chirps",
                                                                    "chuckle",
                                                                    "chuckles",
                                                                    "chuckling",
                                                                    "clapping",
                                                                    "claps",
                                                                    "clearing",
                                                                    "clears",
                                                                    "closes",
                                                                    "comment",
                                                                    "cough",
                                                                    "coughing",
                                                                    "coughs",
                                                                    "creaks",
                                                                    "crosstalk",
                                                                    "disfmarker",
                                                                    "foreign",
                                                                    "gap",
                                                                    "gasp",
                                                                    "gasps",
                                                                    "giggle",
                                                                    "giggles",
                                                                    "giggling",
                                                                    "groans",
                                                                    "hmm",
                                                                    "inaudible",
                                                                    "indiscernible",
                                                                    "interruption",
                                                                    "knock",
                                                                    "knocking",
                                                                    "knocks",
                                                                    "laugh",
                                                                    "laughing",
                                                                    "laughs",
                                                                    "laughter",
                                                                    "music",
                                                                    "musica",
                                                                    "musik",
                                                                    "musique",
                                                                    "noise",
                                                                    "noises",
                                                                    "nonvocalsound",
                                                                    "objection",
                                                                    "opens",
                                                                    "overlap",
                                                                    "overlapping",
                                                                    "pause",
                                                                    "pauses",
                                                                    "ph",
                                                                    "phonetic",
                                                                    "ringing",
                                                                    "rings",
                                                                    "sigh",
                                                                    "sighing",
                                                                    "sighs",
                                                                    "sil",
                                                                    "silence",
                                                                    "silencio",
                                                                    "slams",
                                                                    "sneeze",
                                                                    "sneezes",
                                                                    "sneezing",
                                                                    "sniff",
                                                                    "sniffs",
                                                                    "speaker",
                                                                    "static",
                                                                    "stille",
                                                                    "toux",
                                                                    "typing",
                                                                    "uh",
                                                                    "uhm",
                                                                    "um",
                                                                    "unclear",
                                                                    "unintelligible",
                                                                    "unk",
                                                                    "vibrates",
                                                                    "vibrating",
                                                                    "vocalsound",
                                                                    "whispering",
                                                                    "whispers"});

// What stands beside them.
constexpr std::array kBesideHeard = std::to_array<std::string_view>(
    {"a",       "all",          "and",      "audio",   "background", "bird",     "birds",    "blank",
     "brief",   "conversation", "cross",    "crowd",   "dog",        "door",     "general",  "group",
     "in",      "keyboard",     "language", "long",    "loud",       "min",      "multiple", "of",
     "on",      "people",       "phone",    "playing", "s",          "sec",      "second",   "seconds",
     "short",   "soft",         "softly",   "sound",   "sounds",     "speakers", "speech",   "talk",
     "talking", "telephone",    "the",      "throat",  "voices"});

// Said of nothing else, so whatever stands beside them.
constexpr std::array kHeardOnly = std::to_array<std::string_view>(
    {"clapping", "cough",  "coughing", "coughs",  "crying",   "hustet",  "inaudible", "lachen", "lacht",  "laugh",
     "laughing", "laughs", "laughter", "muffled", "rauspert", "rire",    "rires",     "risas",  "risate", "seufzt",
     "sighing",  "sighs",  "snickers", "sobbing", "soupir",   "soupirs", "unclear",   "unv"});
constexpr std::array kHeardOnlyStems = std::to_array<std::string_view>(
    {"applau", "chuckl", "crosstalk", "gelach", "giggl", "groan", "inaudi", "incompreh", "indiscern", "indistinct",
     "ininte", "onverstaan", "overtalk", "sneez", "unintellig", "unverstand"});

// Of corpora and programs, which set them at once behind a word too; not "comment", "speaker": code has such names.
constexpr std::array kAnnotations = std::to_array<std::string_view>(
    {"blankaudio", "disfmarker", "gap", "interruption", "nonvocalsound", "pause", "vocalsound"});

constexpr std::array kWholeMarks =
    std::to_array<std::string_view>({"no audible response", "no audio", "no response", "no sound", "no verbal response",
                                     "off mic", "off microphone", "offmic"});
constexpr std::array kRecordersNotes = std::to_array<std::string_view>(
    {"beginning of recording", "end of recorded material", "end of recording", "end of transcript", "recording ended",
     "recording paused", "recording resumed", "recording started", "recording stopped", "start of recorded material",
     "start of recording", "start of transcript"});
constexpr std::array kProgramsNotes = std::to_array<std::string_view>(
    {"ce message a ete modifie", "deze media is weggelaten", "diese nachricht wurde bearbeitet",
     "dit bericht is bewerkt", "document omitted", "file omitted", "media omessi", "media omitted", "medias omis",
     "medien ausgeschlossen", "medien weggelassen", "mensagem editada", "midia oculta", "multimedia omitido",
     "questo messaggio e stato modificato", "se edito este mensaje", "this message was edited"});
static_assert(std::ranges::is_sorted(kHeardWords) && std::ranges::is_sorted(kBesideHeard) &&
              std::ranges::is_sorted(kHeardOnly) && std::ranges::is_sorted(kAnnotations) &&
              std::ranges::is_sorted(kWholeMarks) && std::ranges::is_sorted(kRecordersNotes) &&
              std::ranges::is_sorted(kProgramsNotes));

// Folded, without '_' and the digits about a word ("SPEAKER_00" as "speaker", "3s" as "s"); numbers are left out.
Words words_of_mark(std::string_view inner) {
  Words words;
  const std::string folded = is_ascii(inner) ? lower_ascii(inner) : case_folded(inner, true);
  for (std::size_t at = 0; at < folded.size();) {
    auto end = at;
    while (end < folded.size() && !parts_words(folded[end])) ++end;
    std::string word = folded.substr(at, end - at);
    std::erase(word, '_');
    while (!word.empty() && is_digit(word.back())) word.pop_back();
    word.erase(0, std::min(word.find_first_not_of("0123456789"), word.size()));
    if (!word.empty()) words.push_back(std::move(word));
    at = end + 1;
  }
  return words;
}

bool is_heard(const std::string& word) {
  return std::ranges::binary_search(kHeardWords, word);
}

bool is_heard_only(const std::string& word) {
  return std::ranges::binary_search(kHeardOnly, word) ||
         std::ranges::any_of(kHeardOnlyStems, [&](std::string_view stem) { return word.starts_with(stem); });
}

// "upbeat piano music", but not "budget for music".
bool is_kind_of_music(const Words& words) {
  return words.size() < kMarkWords && one_of(words.back(), {"music", "musik"}) &&
         std::ranges::none_of(
             words,
             [](const std::string& word) {
               return one_of(word, {"about", "for", "no", "of", "on", "or", "our", "the", "to", "without"});
             });
}

std::string joined_words(const Words& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// "[inaudible due to noise]", wherever it stands.
bool begin_as_unheard(const Words& words) {
  return one_of(words.front(), {"inaudible", "indiscernible", "unintelligible"});
}

// "[correction]", "[correction: indiscernible]"; "[Correction: the launch is 8 June]" is said.
bool tell_correction(const Words& words) {
  return words.front() == "correction" && (words.size() == 1 || std::ranges::any_of(words, is_heard_only));
}

bool tell_what_was_heard(const Words& words) {
  if (words.empty()) return false;
  if (begin_as_unheard(words) || tell_correction(words) || one_of(words.front(), {"speaking", "speaks"})) return true;
  return std::ranges::any_of(words, is_heard) && std::ranges::all_of(words, [](const std::string& word) {
           return is_heard(word) || std::ranges::binary_search(kBesideHeard, word);
         });
}

bool have_heard_word(const Words& words, bool behind_word) {
  if (words.empty() || words.size() > kMarkWords) return false;
  return std::ranges::any_of(words, is_heard_only) || (!behind_word && is_kind_of_music(words)) ||
         std::ranges::binary_search(kWholeMarks, joined_words(words));
}

bool name_only_what_was_heard(const Words& words) {
  if (!words.empty() && (begin_as_unheard(words) || tell_correction(words))) return true;
  const auto only = [](const std::string& word) {
    return is_heard_only(word) || std::ranges::binary_search(kAnnotations, word);
  };
  return std::ranges::any_of(words, only) && std::ranges::all_of(words, [&](const std::string& word) {
           return only(word) || std::ranges::binary_search(kBesideHeard, word);
         });
}

// "cross-talk" is written "crosstalk" too.
std::string without_hyphens(std::string_view inner) {
  std::string text(inner);
  std::erase(text, '-');
  return text;
}

}  // namespace

bool is_stamp(std::string_view inner) {
  std::string stamp = lower_ascii(inner);
  std::erase_if(stamp, [](char c) { return c == '_' || c == ' '; });
  std::string_view clock = stamp;
  for (const std::string_view half : {"am", "pm", "a.m.", "p.m."}) {
    if (clock.ends_with(half)) clock.remove_suffix(half.size());
  }
  return clock.contains(':') && clock.find_first_of("0123456789") != std::string_view::npos &&
         clock.find_first_not_of("0123456789:.,->") == std::string_view::npos;
}

bool says_what_was_heard(std::string_view inner, bool behind_word) {
  // Brackets without a partner are to become spaces.
  if (inner.contains('_') && inner.find_first_not_of("_ []{}") == std::string_view::npos) return true;
  const auto tell = behind_word ? name_only_what_was_heard : tell_what_was_heard;
  return tell(words_of_mark(inner)) || (inner.contains('-') && tell(words_of_mark(without_hyphens(inner))));
}

bool has_heard_word(std::string_view inner, bool behind_word) {
  return have_heard_word(words_of_mark(inner), behind_word) ||
         (inner.contains('-') && have_heard_word(words_of_mark(without_hyphens(inner)), behind_word));
}

bool is_recorders_note(std::string_view inner) {
  return inner == "END" || std::ranges::binary_search(kRecordersNotes, joined_words(words_of_mark(inner)));
}

bool is_programs_note(std::string_view inner) {
  const auto words = words_of_mark(inner);
  return (words.size() > 1 && one_of(words.front(), {"attached", "anhang"}) && inner.contains(':')) ||
         std::ranges::binary_search(kProgramsNotes, joined_words(words));
}

bool is_left_out(std::string_view inner) {
  bool any = false;
  for (std::size_t at = 0; at < inner.size();) {
    const auto rest = inner.substr(at);
    const bool beyond_ascii = rest.starts_with("\u2026") || rest.starts_with("\u266A") || rest.starts_with("\u266B");
    if (!beyond_ascii && !std::string_view(" .?*").contains(rest.front())) return false;
    any = any || rest.front() != ' ';
    at += beyond_ascii ? 3 : 1;
  }
  return any;
}

}  // namespace hebb
