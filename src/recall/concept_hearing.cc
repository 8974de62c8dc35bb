#include "recall/concept_hearing.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace hebb::concept_hearing {
namespace {

// In a snapshot, at least: the length of a text, and what is counted.
constexpr std::size_t kWordBytes = sizeof(std::uint64_t) + 5 * sizeof(std::uint32_t);
constexpr std::size_t kKeyBytes = sizeof(std::uint64_t) + 4 * sizeof(std::uint32_t);

// The number of what has none yet.
template <typename T>
std::uint32_t placed(std::vector<T>& all, std::vector<std::uint32_t>& free, T next) {
  if (free.empty()) {
    all.push_back(std::move(next));
    return static_cast<std::uint32_t>(all.size() - 1);
  }
  const std::uint32_t number = free.back();
  free.pop_back();
  all[number] = std::move(next);
  return number;
}

}  // namespace

std::size_t length_of(const Keys& keys) {
  return static_cast<std::size_t>(std::ranges::find(keys, kNone) - keys.begin());
}

Keys keys_of(std::span<const std::uint32_t> words) {
  Keys keys;
  keys.fill(kNone);
  std::ranges::copy(words, keys.begin());
  return keys;
}

void Heard::write(SnapshotWriter& writer) const {
  writer.value<std::uint64_t>(words.size());
  for (const Word& word : words) {
    writer.text(word.text);
    for (const auto number : {word.key, word.uses, word.inside, word.capital, word.capitals}) writer.value(number);
  }
  writer.value<std::uint64_t>(keys.size());
  for (const Key& key : keys) {
    writer.text(key.text);
    for (const auto number : {key.uses, key.noun, key.verb, key.quality}) writer.value(number);
  }
  writer.array(phrases);
  writer.value<std::uint64_t>(meetings.size());
  for (const auto& [id, meeting] : meetings) {
    writer.value(id);
    writer.array(meeting->mentions);
    writer.array(meeting->words);
  }
}

Heard Heard::read(SnapshotReader& reader, const Catalog& catalog) {
  Heard heard;
  std::unordered_map<MeetingId, std::shared_ptr<const CatalogMeeting>> known;
  for (const auto& meeting : catalog.meetings()) known.emplace(meeting->id, meeting);
  heard.words.resize(reader.count(kWordBytes));
  for (Word& word : heard.words) {
    word.text = reader.text();
    for (auto* number : {&word.key, &word.uses, &word.inside, &word.capital, &word.capitals}) {
      *number = reader.value<std::uint32_t>();
    }
  }
  heard.keys.resize(reader.count(kKeyBytes));
  for (Key& key : heard.keys) {
    key.text = reader.text();
    for (auto* number : {&key.uses, &key.noun, &key.verb, &key.quality}) *number = reader.value<std::uint32_t>();
  }
  reader.array(heard.phrases);
  const std::size_t meetings = reader.count(sizeof(MeetingId));
  for (std::size_t i = 0; i < meetings && !reader.failed(); ++i) {
    auto meeting = std::make_shared<HeardMeeting>();
    const auto id = reader.value<MeetingId>();
    reader.array(meeting->mentions);
    reader.array(meeting->words);
    const auto in_catalog = known.find(id);
    if (in_catalog == known.end()) {
      reader.fail();
      break;
    }
    meeting->meeting = in_catalog->second;
    heard.meetings.emplace(id, std::move(meeting));
  }
  return heard;
}

Hearing::Hearing(Heard heard) : heard_(std::make_shared<Heard>(std::move(heard))) {
  const auto number_texts = [](const auto& named, Numbers& numbers, std::vector<std::uint32_t>& free) {
    numbers.reserve(named.size());
    for (std::uint32_t i = 0; i < named.size(); ++i) {
      if (named[i].text.empty()) {
        free.push_back(i);
      } else {
        numbers.emplace(named[i].text, i);
      }
    }
  };
  number_texts(heard_->words, word_numbers_, free_words_);
  number_texts(heard_->keys, key_numbers_, free_keys_);
  phrase_numbers_.reserve(heard_->phrases.size());
  for (std::uint32_t i = 0; i < heard_->phrases.size(); ++i) {
    if (heard_->phrases[i].mentions > 0) {
      phrase_numbers_.emplace(heard_->phrases[i].keys, i);
    } else {
      free_phrases_.push_back(i);
    }
  }
}

std::shared_ptr<const Heard> Hearing::lend() {
  ++lent_;
  return heard_;
}

bool Hearing::take_back(const Heard& lent) {
  if (&lent != heard_.get()) return false;
  --lent_;
  return true;
}

Heard& Hearing::own() {
  if (lent_ > 0) {
    heard_ = std::make_shared<Heard>(*heard_);
    lent_ = 0;
  }
  return *heard_;
}

void Hearing::add(std::shared_ptr<const CatalogMeeting> entry, std::span<const Memory> memories) {
  own();
  auto meeting = std::make_shared<HeardMeeting>();
  meeting->meeting = std::move(entry);
  std::uint32_t place = 0;
  for (const Memory& memory : memories) {
    if (memory.level == Level::episode) hear(memory.text, place++, *meeting);
  }
  count(*meeting, 1);
  const MeetingId id = meeting->meeting->id;
  heard_->meetings.insert_or_assign(id, std::move(meeting));
}

bool Hearing::erase(const MeetingId& id) {
  if (!heard_->meetings.contains(id)) return false;
  const auto found = own().meetings.find(id);
  count(*found->second, -1);
  forget(*found->second);
  heard_->meetings.erase(found);
  return true;
}

void Hearing::revise(std::shared_ptr<const CatalogMeeting> meeting) {
  const auto found = heard_->meetings.find(meeting->id);
  if (found == heard_->meetings.end()) return;
  auto revised = std::make_shared<HeardMeeting>(*found->second);
  revised->meeting = std::move(meeting);
  const MeetingId id = revised->meeting->id;
  own().meetings.insert_or_assign(id, std::move(revised));
}

std::uint32_t Hearing::key_number(const std::string& text) {
  const auto [place, created] = key_numbers_.try_emplace(text);
  if (created) place->second = placed(heard_->keys, free_keys_, Key{.text = text});
  return place->second;
}

std::uint32_t Hearing::word_number(const std::string& text) {
  const auto [place, created] = word_numbers_.try_emplace(text);
  if (created)
    place->second = placed(heard_->words, free_words_, Word{.text = text, .key = key_number(singular(text))});
  return place->second;
}

std::uint32_t Hearing::phrase_number(const Keys& keys) {
  const auto [place, created] = phrase_numbers_.try_emplace(keys);
  if (created) place->second = placed(heard_->phrases, free_phrases_, Phrase{.keys = keys});
  return place->second;
}

void Hearing::hear(std::string_view text, std::uint32_t place, HeardMeeting& meeting) {
  std::vector<std::uint32_t> numbers;
  std::vector<std::uint32_t> keys;
  const auto begin = meeting.mentions.size();
  for (const NounRun& run : noun_runs(text)) {
    numbers.clear();
    keys.clear();
    for (std::size_t i = 0; i < run.words.size(); ++i) {
      const PlacedWord& placed = run.words[i];
      WordUse use{.word = word_number(placed.word),
                  .inside = !placed.opens,
                  .capital = placed.capital,
                  .capitals = placed.all_capital};
      const bool last = i + 1 == run.words.size() && run.closed;
      if (run.opening == RunOpening::noun && last) use.as = RunOpening::noun;
      if (run.opening == RunOpening::verb && i == 0) use.as = RunOpening::verb;
      if (run.opening == RunOpening::quality && last && i == 0) use.as = RunOpening::quality;
      numbers.push_back(use.word);
      keys.push_back(heard_->words[use.word].key);
      meeting.words.push_back(use);
    }
    for (std::size_t first = 0; first < keys.size(); ++first) {
      Mention mention{.place = place};
      for (std::size_t length = 1; length <= std::min(kLongestPhrase, keys.size() - first); ++length) {
        const std::size_t last = first + length - 1;
        const PlacedWord& placed = run.words[last];
        const auto set = [&](std::uint8_t& bits, bool bit) {
          if (bit) bits = static_cast<std::uint8_t>(bits | 1U << (length - 1));
        };
        set(mention.hyphens, length > 1 && placed.hyphened);
        set(mention.plurals, heard_->words[numbers[last]].text != heard_->keys[keys[last]].text);
        set(mention.capitals, placed.capital && !placed.opens);
        mention.opens = mention.opens || (length == 1 && placed.opens);
        mention.phrase = phrase_number(keys_of(std::span(keys).subspan(first, length)));
        meeting.mentions.push_back(mention);
      }
    }
  }
  // What a memory says twice it mentions once.
  const auto said =
      std::ranges::subrange(meeting.mentions.begin() + static_cast<std::ptrdiff_t>(begin), meeting.mentions.end());
  std::ranges::sort(said);
  const auto again = std::ranges::unique(said, {}, &Mention::phrase);
  meeting.mentions.erase(again.begin(), again.end());
}

void Hearing::count(const HeardMeeting& meeting, std::int32_t sign) {
  const auto change = [sign](std::uint32_t& number) { number += static_cast<std::uint32_t>(sign); };
  for (const WordUse& use : meeting.words) {
    Word& word = heard_->words[use.word];
    Key& key = heard_->keys[word.key];
    change(word.uses);
    change(key.uses);
    if (use.inside) change(word.inside);
    if (use.inside && use.capital) change(word.capital);
    if (use.inside && use.capitals) change(word.capitals);
    if (use.as == RunOpening::noun) change(key.noun);
    if (use.as == RunOpening::verb) change(key.verb);
    if (use.as == RunOpening::quality) change(key.quality);
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> contexts;  // phrase, context
  std::uint32_t context = 0;
  const auto& runs = meeting.meeting->runs;
  for (const Mention& mention : meeting.mentions) {
    change(heard_->phrases[mention.phrase].mentions);
    while (context + 1 < runs.size() && mention.place >= runs[context].end) ++context;
    contexts.emplace_back(mention.phrase, context);
  }
  std::ranges::sort(contexts);
  const auto again = std::ranges::unique(contexts);
  contexts.erase(again.begin(), again.end());
  for (const auto& [phrase, in] : contexts) change(heard_->phrases[phrase].contexts);
}

void Hearing::forget(const HeardMeeting& meeting) {
  for (const Mention& mention : meeting.mentions) {
    const Phrase& phrase = heard_->phrases[mention.phrase];
    if (phrase.mentions == 0 && phrase_numbers_.erase(phrase.keys) > 0) free_phrases_.push_back(mention.phrase);
  }
  for (const WordUse& use : meeting.words) {
    Word& word = heard_->words[use.word];
    if (word.uses > 0 || word.text.empty()) continue;
    Key& key = heard_->keys[word.key];
    if (key.uses == 0 && !key.text.empty()) {
      key_numbers_.erase(key.text);
      key.text.clear();
      free_keys_.push_back(word.key);
    }
    word_numbers_.erase(word.text);
    word.text.clear();
    free_words_.push_back(use.word);
  }
}

}  // namespace hebb::concept_hearing
