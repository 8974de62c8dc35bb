// What was heard of the phrases of one project, meeting by meeting, and counted over all of them: what concepts are
// chosen from. Private to concept_index.cc.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "recall/catalog.h"
#include "snapshot/snapshot.h"
#include "text/noun_runs.h"

namespace hebb::concept_hearing {

inline constexpr std::size_t kLongestPhrase = 4;
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

using Keys = std::array<std::uint32_t, kLongestPhrase>;  // kNone behind the last
std::size_t length_of(const Keys& keys);
Keys keys_of(std::span<const std::uint32_t> words);
struct KeysHash {
  std::size_t operator()(const Keys& keys) const {
    std::uint64_t hash = 0;
    for (const std::uint32_t key : keys) hash = (hash ^ key) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 32U;
  }
};

// A word as it is written, without regard to case.
struct Word {
  std::string text;  // empty: of erased meetings alone
  std::uint32_t key = 0;
  std::uint32_t uses = 0;
  std::uint32_t inside = 0;    // uses that begin no sentence
  std::uint32_t capital = 0;   // of these with a capital
  std::uint32_t capitals = 0;  // of these in capitals
};
// A singular.
struct Key {
  std::string text;
  std::uint32_t uses = 0;
  std::uint32_t noun = 0;
  std::uint32_t verb = 0;
  std::uint32_t quality = 0;
};
struct Phrase {
  Keys keys;
  std::uint32_t mentions = 0;
  std::uint32_t contexts = 0;
};
// One phrase of one memory.
struct Mention {
  std::uint32_t place = 0;  // of the memory among its meeting's L2
  std::uint32_t phrase = 0;
  // Bit i is of its word i.
  std::uint8_t hyphens = 0;   // one stands before it
  std::uint8_t plurals = 0;   // it is not written as its singular
  std::uint8_t capitals = 0;  // it has a capital
  bool opens = false;         // a sentence, so that the capital of its first word tells nothing

  friend auto operator<=>(const Mention&, const Mention&) = default;
};
struct WordUse {
  std::uint32_t word = 0;
  RunOpening as = RunOpening::other;
  bool inside = false;
  bool capital = false;
  bool capitals = false;
};
struct HeardMeeting {
  std::shared_ptr<const CatalogMeeting> meeting;
  std::vector<Mention> mentions;  // by place
  std::vector<WordUse> words;
};

// A value. Numbers of words, keys and phrases are their places, and stay while they are used.
struct Heard {
  std::vector<Word> words;
  std::vector<Key> keys;
  std::vector<Phrase> phrases;
  std::map<MeetingId, std::shared_ptr<const HeardMeeting>> meetings;

  void write(SnapshotWriter& writer) const;
  // To be used only where the section proves whole. `catalog`: of the same snapshot.
  static Heard read(SnapshotReader& reader, const Catalog& catalog);
};

// Thread safety: thread-compatible.
class Hearing {
 public:
  Hearing() = default;
  explicit Hearing(Heard heard);

  // Requires: a meeting that is not here.
  void add(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories);
  bool erase(const MeetingId& id);  // false: it is not here
  // In place of the one of its id. Requires: the same ordinals, runs and texts; one that is not here is passed over.
  void revise(std::shared_ptr<const CatalogMeeting> meeting);

  const Heard& heard() const { return *heard_; }
  // As it is now, whatever changes: changes are made to a copy until it is taken back.
  std::shared_ptr<const Heard> lend();
  bool take_back(const Heard& lent);  // false: there were changes since

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Numbers = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

  std::uint32_t key_number(const std::string& text);
  std::uint32_t word_number(const std::string& text);
  std::uint32_t phrase_number(const Keys& keys);
  void hear(std::string_view text, std::uint32_t place, HeardMeeting& meeting);
  // Adds or takes back what a meeting contributes.
  void count(const HeardMeeting& meeting, std::int32_t sign);
  // Nothing of an erased meeting's words stays behind.
  void forget(const HeardMeeting& meeting);

  Heard& own();  // to be changed

  std::shared_ptr<Heard> heard_ = std::make_shared<Heard>();
  std::size_t lent_ = 0;  // times that heard_ is
  Numbers word_numbers_;
  Numbers key_numbers_;
  std::unordered_map<Keys, std::uint32_t, KeysHash> phrase_numbers_;
  // Places of what nobody says any more, for the next: a meeting that changes is erased and added, often.
  std::vector<std::uint32_t> free_words_;
  std::vector<std::uint32_t> free_keys_;
  std::vector<std::uint32_t> free_phrases_;
};

}  // namespace hebb::concept_hearing
