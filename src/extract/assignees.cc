#include "extract/assignees.h"

#include <algorithm>

#include "text/calendar.h"
#include "text/normalise.h"
#include "text/one_of.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

// "anna" of "Anna'll", and of the "Anna's" that is going to.
std::string name_at(const Sentence& sentence, std::size_t at) {
  std::string_view word = word_at(sentence, at);
  if (word.ends_with("'ll")) word.remove_suffix(3);
  if (word.ends_with("'s") && one_of(word_at(sentence, at + 1), {"going", "gonna"})) word.remove_suffix(2);
  return std::string(word);
}

// Whether the word is of this name, also where it is of others' too.
bool is_of(const MeetingManner& manner, const std::string& name, const std::string& word) {
  const auto found = manner.members.find(word);
  return (found != manner.members.end() && found->second == name) || std::ranges::contains(words_of(name), word);
}

// Whether the word is of a name. A name is written with a capital: "Marketing will send it", but "for marketing". Where
// nothing is, as in raw speech recognition, a name of one word is told.
bool is_named(const Sentence& sentence, const MeetingManner& manner, std::size_t at) {
  const auto found = manner.members.find(name_at(sentence, at));
  if (found == manner.members.end()) return false;
  const std::string_view word = word_at(sentence, at);
  const auto placed = placed_words(sentence.text);
  if (std::ranges::none_of(placed, &PlacedWord::capital)) {
    const auto name = words_of(found->second);
    return name.size() == 1 && name.front() == found->first;
  }
  return std::ranges::any_of(placed, [&](const PlacedWord& p) {
    if (!p.capital) return false;
    const bool half =
        word.size() > p.word.size() && word[p.word.size()] == '-' && word.starts_with(p.word);  // "Jean-Luc"
    return half || std::ranges::contains(words_of(sentence.text.substr(p.begin, p.end - p.begin)), word);
  });
}

// Where the name begins that ends with word `at`.
std::size_t name_begin(const Sentence& sentence, const MeetingManner& manner, std::size_t at) {
  const std::string& name = manner.members.at(name_at(sentence, at));
  while (at > 0 && is_of(manner, name, sentence.words[at - 1])) --at;
  return at;
}

bool is_work_verb(const CueHit& hit) {
  return is(hit, Cue::durable_verb) || is(hit, Cue::lasting_verb) || is(hit, Cue::weak_verb);
}

bool has_verb_at(const Sentence& sentence, std::size_t at) {
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) { return hit.begin == at && is_work_verb(hit); });
}

// Whether the mark stands between word `at` and the one before: "Tom: Lena needs the draft", "Jo, Pat will send it".
bool stands_behind(const Sentence& sentence, std::size_t at, char mark) {
  const auto word = word_at(sentence, at), before = word_at(sentence, at - 1);
  const auto placed = placed_words(sentence.text);
  return std::ranges::adjacent_find(placed, [&](const PlacedWord& a, const PlacedWord& b) {
           return a.word == before && b.word == word && sentence.text.substr(a.end, b.begin - a.end).contains(mark);
         }) != placed.end();
}

// "Tom and Lena will", "Lena, Tom or Kim", "me and Tom", "together with Tom": none alone.
bool is_one_of_several(const Sentence& sentence, const MeetingManner& manner, std::size_t at) {
  const auto is_person = [&](std::size_t i) {
    return one_of(word_at(sentence, i), {"i", "me", "myself"}) || is_named(sentence, manner, i);
  };
  const auto joins = [&](std::size_t i) { return one_of(word_at(sentence, i), {"and", "or", "plus"}); };
  const std::size_t begin = name_begin(sentence, manner, at);
  if (begin > 0 && sentence.words[begin - 1] == "with") return true;
  // "Send it to me and Anna will forward it" joins clauses, "it is for me and Anna to send" persons.
  const bool receives = begin > 2 && one_of(sentence.words[begin - 2], {"me", "myself"}) &&
                        one_of(sentence.words[begin - 3], {"to", "for", "with", "from"}) &&
                        word_at(sentence, at + 1) != "to";
  if (begin > 1 && joins(begin - 1) && is_person(begin - 2) && !receives) return true;
  std::size_t next = at + 1;
  while (is_named(sentence, manner, next)) ++next;  // "Lena, Tom"
  if (joins(next) && is_person(next + 1)) return true;
  // "Lena/Tom: …", "Lena, Tom to …", but "Lena, Tom will send it to you"
  const std::string& name = manner.members.at(name_at(sentence, at));
  const bool listed = is_labelled_action(sentence) || at < label_of(sentence).size();
  const auto is_other = [&](std::size_t i) {
    return is_named(sentence, manner, i) && manner.members.at(name_at(sentence, i)) != name;
  };
  std::size_t end = at + 1;
  while (end < sentence.words.size() && is_of(manner, name, sentence.words[end])) ++end;
  return listed && ((is_other(end) && !stands_behind(sentence, end, ':')) ||
                    (begin > 0 && is_other(begin - 1) && !stands_behind(sentence, begin, ':')));
}

// "Hey Anna, can you", "In Berlin Anna will": what stands before the name at `i` opens the sentence, and is of no name.
bool is_set_before(const std::vector<PlacedWord>& placed, std::size_t i) {
  if (i > 1 && placed[i - 2].opens)
    return one_of(placed[i - 2].word, {"in", "for", "at", "from", "with", "on", "after"});
  if (!placed[i - 1].opens || i + 1 >= placed.size()) return false;
  const bool spoken_to = i + 2 < placed.size() && placed[i + 2].word == "you" &&
                         one_of(placed[i + 1].word, {"can", "could", "will", "would"});
  return spoken_to || placed[i + 1].parted || placed[i + 1].word == "please";
}

// "Mark Gray" is not Bill Gray, nor is "Maria Schmidt" in a label Maria Lopez: a word that is written as one of their
// names stands right beside.
bool is_namesake(const Sentence& sentence, const MeetingManner& manner, std::size_t at) {
  const std::string& name = manner.members.at(name_at(sentence, at));
  const std::string first = name_at(sentence, name_begin(sentence, manner, at));
  const auto parts = words_of(name);
  const bool alone = parts.size() == 1, by_given = !alone && first == parts.front();
  const auto is_same = [](const PlacedWord& placed, std::string_view word) { return word.starts_with(placed.word); };
  const auto is_initial = [&](const PlacedWord& placed) {
    return placed.word.size() == 1 &&
           (alone || std::ranges::any_of(parts, [&](const auto& part) { return part.starts_with(placed.word); }));
  };
  const auto names = [&](const PlacedWord& placed) {
    return placed.capital && !is_initial(placed) && !placed.all_capital && !is_stop_word(placed.word) &&
           !is_of(manner, name, placed.word) && !weekday_number(placed.word) && !month_number(placed.word) &&
           !placed.word.ends_with("ly") &&
           !one_of(placed.word,
                   {"mr",        "mrs",      "ms",      "miss",  "dr",        "prof",      "professor",  "sir",
                    "today",     "tomorrow", "tonight", "maybe", "perhaps",   "yes",       "yeah",       "okay",
                    "ok",        "well",     "next",    "later", "meanwhile", "first",     "second",     "please",
                    "great",     "good",     "right",   "fine",  "thanks",    "actually",  "also",       "action",
                    "actions",   "item",     "todo",    "task",  "owner",     "assignee",  "manager",    "director",
                    "president", "minister", "officer", "chair", "lead",      "secretary", "afterwards", "like",
                    "let's",     "hey",      "hi",      "hello", "dear",      "sorry",     "listen",     "now",
                    "alright",   "sure",     "perfect", "so",    "cool",      "brilliant", "morning",    "engineer"});
  };
  const auto placed = placed_words(sentence.text);
  const bool labelled = is_labelled_action(sentence) || at < label_of(sentence).size();
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (!by_given && placed[i].capital && i > 0 && is_same(placed[i], first) && !placed[i].parted &&
        names(placed[i - 1]) && !(alone && is_set_before(placed, i)))
      return true;
    if (labelled && i + 1 < placed.size() && placed[i].capital && is_same(placed[i], word_at(sentence, at)) &&
        !placed[i + 1].parted && names(placed[i + 1]) && !has_verb_at(sentence, at + 1))
      return true;
  }
  return false;
}

// "Tom to prepare the page by Monday", as minutes have it, where Tom is not at the meeting.
bool assigns_absent(const Sentence& sentence) {
  const auto first = word_at(sentence, sentence.opening);
  if (word_at(sentence, sentence.opening + 1) != "to" ||
      one_of(first, {"used", "how",   "what", "where", "when", "which",  "who", "able",  "according",
                     "as",   "have",  "has",  "need",  "want", "trying", "not", "back",  "happy",
                     "glad", "ready", "next", "due",   "up",   "down",   "try", "sorry", "free"}))
    return false;
  return has_verb_at(sentence, sentence.opening + 2);
}

// "Mrs. Lindner has to check it by the tenth", of whoever it is.
bool binds_somebody(const Sentence& sentence) {
  for (std::size_t i = 1; i + 2 < sentence.words.size(); ++i) {
    const bool bound =
        (one_of(sentence.words[i], {"needs", "has"}) && sentence.words[i + 1] == "to") || (sentence.words[i] == "must");
    if (!bound || one_of(sentence.words[i - 1], {"it", "that", "this", "which", "what", "who", "one", "everything",
                                                 "there", "he", "she", "nobody", "everybody", "everyone", "anybody"}))
      continue;
    return has_verb_at(sentence, i + (sentence.words[i] == "must" ? 1 : 2));
  }
  return false;
}

// "Colin's going to circulate the draft by Friday", of somebody who is not there.
bool tells_of_absent(const Sentence& sentence) {
  for (std::uint32_t i = 0; i + 3 < sentence.words.size(); ++i) {
    const auto& word = sentence.words[i];
    if (!word.ends_with("'s") || sentence.words[i + 1] != "going" || sentence.words[i + 2] != "to") continue;
    if (one_of(word,
               {"it's", "that's", "there's", "what's", "he's", "she's", "who's", "everybody's", "nobody's", "this's"}))
      return false;
    return std::ranges::any_of(sentence.cues,
                               [&](const CueHit& verb) { return verb.begin == i + 3 && is(verb, Cue::durable_verb); });
  }
  return false;
}

}  // namespace

std::optional<std::string> member_named(const Sentence& sentence, const MeetingManner& manner, std::size_t at) {
  if (!is_named(sentence, manner, at)) return std::nullopt;
  const std::string& name = manner.members.at(name_at(sentence, at));
  const bool of_another =
      at > 0 && manner.members.contains(sentence.words[at - 1]) && !is_of(manner, name, sentence.words[at - 1]);
  if (name.empty() || (of_another && !stands_behind(sentence, at, ',')) || is_namesake(sentence, manner, at))
    return std::nullopt;
  return is_one_of_several(sentence, manner, at) ? std::nullopt : std::optional(name);
}

bool is_joined(const Sentence& sentence, const MeetingManner& manner, const CueHit& hit) {
  if (hit.begin < 2 || sentence.words[hit.begin - 1] != "and" || !is_named(sentence, manner, hit.begin - 2))
    return false;
  const std::size_t begin = name_begin(sentence, manner, hit.begin - 2);
  // "I'll tell Ben and I will", "I spoke to Ben and I will"
  if (begin > 0 && one_of(sentence.words[begin - 1], {"to", "for", "with", "from", "of", "at", "about"})) return false;
  return std::ranges::none_of(sentence.cues, [&](const CueHit& other) {
    const bool takes_on = is(other, Cue::commitment) || is(other, Cue::obligation) || is(other, Cue::offer);
    return takes_on && other.end <= begin;
  });
}

std::vector<CueHit> named_commitments(const Sentence& sentence, const MeetingManner& manner) {
  std::vector<CueHit> hits;
  const auto& words = sentence.words;
  const auto word = [&](std::size_t i) { return word_at(sentence, i); };
  for (std::uint32_t i = 0; i + 1 < words.size(); ++i) {
    if (!is_named(sentence, manner, i)) continue;
    const bool set_off =
        stands_behind(sentence, i + 1, ',');  // "Instead of Tom, Will will"; not "our lawyer, Anna, will"
    if (word(i + 1) == "will" && set_off && !(i > 0 && stands_behind(sentence, i, ','))) continue;
    // "Action item: Anna to send it", "Anna to send it"
    const bool is_asked = i > 0 && one_of(word(name_begin(sentence, manner, i) - 1),
                                          {"ask", "remind", "tell", "get", "chase", "invite", "help", "allow"});
    const bool is_given =
        word(i + 1) == "to" && !is_asked && (sentence.has(Cue::action_word) || i <= label_of(sentence).size());
    const bool is_wished = word(i + 1) == "to" && i > 0 && one_of(word(i - 1), {"like", "want", "need", "asked"}) &&
                           !sentence.has(Cue::negation);
    const bool is_had = i > 1 && word(i - 1) == "have" && one_of(word(i - 2), {"let's", "i'll", "we'll"});
    const bool is_bound = one_of(word(i + 1), {"needs", "has"}) && word(i + 2) == "to";  // "Anna has to"
    if (is_bound) hits.push_back({kNoCue, i, i + 3});
    if (word(i + 1) == "must" || (word(i + 1) == "should" && !sentence.has(Cue::hedge)))
      hits.push_back({kNoCue, i, i + 2});
    if (is_had) hits.push_back({kNoCue, i, i + 1});
    if (word(i + 1) == "will" || is_given || is_wished) hits.push_back({kNoCue, i, i + 2});
    if (word(i).ends_with("'ll")) hits.push_back({kNoCue, i, i + 1});
    const std::uint32_t going = i + (word(i + 1) == "is" ? 2 : 1);  // "Anna is", "Anna's"
    if (going == i + 1 && !word(i).ends_with("'s")) continue;
    if (word(going) == "going" && word(going + 1) == "to") hits.push_back({kNoCue, i, going + 2});
    if (word(going) == "gonna") hits.push_back({kNoCue, i, going + 1});
  }
  return hits;
}

std::optional<std::string> addressed(const Sentence& sentence, const CueHit& hit, const MeetingManner& manner) {
  if (hit.begin > 0) {
    if (auto name = member_named(sentence, manner, hit.begin - 1)) return name;
  }
  const auto comma = sentence.text.rfind(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const std::size_t begun = words_of(sentence.text.substr(0, sentence.text.find(','))).size();
  if (begun > 0 && begun <= sentence.opening + 1) {  // "Lucy, then you send it, please"
    if (auto name = member_named(sentence, manner, begun - 1)) return name;
  }
  const auto last = words_of(sentence.text.substr(comma));
  return last.size() == 1 ? member_named(sentence, manner, sentence.words.size() - 1) : std::nullopt;
}

bool is_labelled_action(const Sentence& sentence) {
  const auto label = label_of(sentence);
  if (label.empty() || sentence.words.size() < label.size() + 2) return false;
  if (lists_none(sentence)) return false;
  if (label[0] == "ai")
    return std::string_view(sentence.text).substr(0, 3) == "AI:" && sentence.words.size() > 3 &&
           sentence.words[2] == "to";
  if (one_of(label[0],
             {"action", "actions", "todo", "todos", "to-do", "to-dos", "task", "tasks", "follow-up", "follow-ups"}))
    return true;
  return label.size() > 1 &&
         ((label[0] == "to" && label[1] == "do") || (label[0] == "next" && one_of(label[1], {"step", "steps"})) ||
          (label[0] == "follow" && one_of(label[1], {"up", "ups"})));
}

std::optional<std::string> owner_stated(const Sentence& sentence, const MeetingManner& manner) {
  for (std::size_t i = 0; i + 1 < sentence.words.size(); ++i) {
    if (!one_of(sentence.words[i], {"owner", "assignee"})) continue;
    if (i > 0 && one_of(sentence.words[i - 1], {"the", "a", "an", "our", "their", "new", "old"})) continue;
    std::size_t at = i + 1;
    while (is_named(sentence, manner, at + 1) &&
           is_of(manner, manner.members.at(name_at(sentence, at + 1)), sentence.words[at]))
      ++at;
    if (auto name = member_named(sentence, manner, at)) return name;
  }
  return std::nullopt;
}

std::optional<std::string> charged(const Sentence& sentence, const MeetingManner& manner) {
  if (is_labelled_action(sentence)) {
    const std::size_t end = label_of(sentence).size();
    for (std::size_t at = 1; at <= end; ++at) {
      if (auto name = member_named(sentence, manner, at)) return name;
    }
    return std::nullopt;
  }
  for (const CueHit& hit : sentence.cues) {
    if (!is(hit, Cue::action_word) || hit.end >= sentence.words.size()) continue;
    const std::size_t at = hit.end + (one_of(sentence.words[hit.end], {"for", "on"}) ? 1 : 0);
    return member_named(sentence, manner, at);
  }
  return std::nullopt;
}

bool charges_absent(const Sentence& sentence) {
  if (sentence.has(Cue::hypothetical) || sentence.has(Cue::negation)) return false;
  return assigns_absent(sentence) || tells_of_absent(sentence) || binds_somebody(sentence);
}

bool wishes_work(const Sentence& sentence, bool dated) {
  if (sentence.has(Cue::negation) || sentence.has(Cue::hypothetical)) return false;
  constexpr std::uint32_t kFurthest = 6;  // words of a name
  for (const CueHit& wish : sentence.cues) {
    if (!is(wish, Cue::wish)) continue;
    for (const CueHit& verb : sentence.cues) {
      const bool works = dated ? is_work_verb(verb) : is(verb, Cue::durable_verb);
      if (works && verb.begin > wish.end + 1 && verb.begin <= wish.end + kFurthest &&
          sentence.words[verb.begin - 1] == "to" && word_at(sentence, wish.end) != "to")
        return true;
    }
  }
  return false;
}

}  // namespace hebb
