#include "extract/connections.h"

#include <algorithm>
#include <array>
#include <format>
#include <initializer_list>
#include <numeric>
#include <optional>
#include <ranges>
#include <string_view>
#include <unordered_map>

namespace hebb {
namespace {

constexpr float kTurnsToHalf = 4;     // turns between two statements that halve their connection
constexpr float kSecondsToHalf = 60;  // silence (or dropped talk) between them that does
constexpr float kWeakest = 0.05F;

constexpr std::size_t kReplyWithin = 3;      // statements
constexpr std::size_t kStanceWithin = 2;     // statements
constexpr std::uint32_t kReplyTurns = 6;     // as imported, silent ones included
constexpr float kAnswersAlike = 0.25F;       // cosine from which on the next speaker answers, whatever the words
constexpr std::size_t kComesBackAfter = 10;  // statements
constexpr std::size_t kRarePhrase = 4;       // below so many statements before have it
constexpr float kComesBackAlike = 0.5F;

float cosine(const Memory& a, const Memory& b) {
  return std::inner_product(a.vector.begin(), a.vector.begin() + kSemanticDimension, b.vector.begin(), 0.0F);
}

Connection sequence_of(const Memory& from, const Memory& to) {
  const auto turns = to.first_turn > from.last_turn ? to.first_turn - from.last_turn : 0;
  Connection connection{.from = from.id, .to = to.id, .type = ConnectionType::sequential};
  connection.weight = turns > 1 ? kTurnsToHalf / (kTurnsToHalf + static_cast<float>(turns - 1)) : 1.0F;
  connection.reason = turns == 0   ? "goes on in the same turn"
                      : turns == 1 ? "the next turn"
                                   : std::format("{} turns later", turns);
  const auto left = from.end ? from.end : from.start;
  if (turns > 0 && left && to.start && *to.start > *left) {
    const auto gap = *to.start - *left;
    connection.weight *= kSecondsToHalf / (kSecondsToHalf + static_cast<float>(gap.count()) / 1000);
    if (gap >= std::chrono::seconds(1)) connection.reason += std::format(", after {}", clock_text(gap));
  }
  connection.weight = std::clamp(connection.weight, kWeakest, 1.0F);
  return connection;
}

Connection part_of(const Memory& episode, const Memory& context) {
  const std::string about = context.keywords.empty() ? "" : " about " + context.keywords.front();
  return {.from = episode.id,
          .to = context.id,
          .type = ConnectionType::part_of,
          .weight = std::clamp(cosine(episode, context), kWeakest, 1.0F),
          .reason = std::format("said in the part{}, turns {} to {}", about, context.first_turn, context.last_turn)};
}

constexpr auto kAnswers = std::to_array<std::string_view>(
    {"yes",    "yeah",    "yep",      "no",        "nope",    "because", "it's",     "it is",
     "it was", "i think", "i guess",  "i don't",   "i would", "that's",  "probably", "well",
     "not",    "we have", "there is", "there are", "there's", "sure",    "okay"});
constexpr auto kAgrees = std::to_array<std::string_view>(
    {"i agree",          "i totally agree",    "i completely agree", "i do agree",   "that's true",   "that's right",
     "that is true",     "good idea",          "great idea",         "nice idea",    "good point",    "exactly",
     "that makes sense", "absolutely",         "sounds good",        "you're right", "that's a good", "that's good",
     "i like that",      "that would be good", "that would be great"});
constexpr auto kObjects = std::to_array<std::string_view>(
    {"i disagree", "i don't agree", "i don't think so", "that's not true", "that's not right", "that doesn't follow",
     "that won't work", "that doesn't work", "i'm not so sure", "i'm not sure about that", "i'm against",
     "i don't like", "yeah but", "yes but", "no but", "well but", "no i don't", "no it's not", "no that's"});

// No reason names anybody: names change.
class Replies {
 public:
  Replies(std::span<const Memory> episodes, std::span<const Reading> readings)
      : episodes_(episodes), readings_(readings) {}

  std::vector<Connection> find() {
    for (std::size_t i = 0; i < episodes_.size(); ++i) {
      if (episodes_[i].type == MemoryType::question) answer(i);
      take_stance(i);
      come_back(i);
    }
    return std::move(found_);
  }

 private:
  void connect(std::size_t from, std::size_t to, ConnectionType type, float weight, std::string reason) {
    found_.push_back({.from = episodes_[from].id,
                      .to = episodes_[to].id,
                      .type = type,
                      .weight = std::clamp(weight, kWeakest, 1.0F),
                      .reason = std::move(reason)});
  }

  bool is_near(std::size_t before, std::size_t after) const {
    return episodes_[after].first_turn <= episodes_[before].last_turn + kReplyTurns;
  }

  // The first to speak after the asker, unless they ask back. One reply may answer several questions in a row: mostly
  // they are one, said in pieces.
  void answer(std::size_t question) {
    if (!episodes_[question].speaker) return;
    for (auto i = question + 1; i < std::min(question + 1 + kReplyWithin, episodes_.size()); ++i) {
      const Memory& reply = episodes_[i];
      if (!is_near(question, i)) return;
      if (reply.speaker == episodes_[question].speaker) continue;
      if (reply.type == MemoryType::question || !reply.speaker || readings_[i].sentences.empty()) return;
      const float alike = cosine(episodes_[question], reply);
      if (alike < kAnswersAlike && !opening_phrase(readings_[i].sentences.front(), kAnswers)) return;
      connect(i, question, ConnectionType::response, 0.5F + alike / 2, "answers the question");
      return;
    }
  }

  // Of what another just said, by the words that open a statement.
  void take_stance(std::size_t i) {
    if (readings_[i].sentences.empty() || episodes_[i].type == MemoryType::question || !episodes_[i].speaker) return;
    const Sentence& opening = readings_[i].sentences.front();
    if (opening.cut_off) return;
    const auto objects = opening_phrase(opening, kObjects);
    const auto agrees = opening_phrase(opening, kAgrees);
    if (!objects && (!agrees || opening.has(Cue::negation) || std::ranges::contains(opening.words, "but"))) return;
    for (std::size_t back = 1; back <= std::min(kStanceWithin, i); ++back) {
      const std::size_t j = i - back;
      const Memory& said = episodes_[j];
      if (!is_near(j, i) || said.type == MemoryType::question || !said.speaker) return;
      if (said.speaker == episodes_[i].speaker) continue;
      const float alike = 0.5F + cosine(episodes_[i], said) / 2;
      if (objects)
        connect(i, j, ConnectionType::contradiction, alike, std::format("objects: “{}”", *objects));
      else
        connect(i, j, ConnectionType::supports, alike, std::format("agrees: “{}”", *agrees));
      return;
    }
  }

  // To the last statement long before that has the same rare phrase and speaks of the like.
  void come_back(std::size_t i) {
    for (const std::string& phrase : episodes_[i].keywords) {
      auto& said = said_[phrase];
      if (phrase.contains(' ') && said.size() < kRarePhrase && !came_back(i)) {
        for (const std::size_t j : said | std::views::reverse) {
          const float alike = cosine(episodes_[i], episodes_[j]);
          if (i < j + kComesBackAfter || alike < kComesBackAlike) continue;
          connect(i, j, ConnectionType::reference, alike,
                  std::format("comes back to “{}”, {} statements later", phrase, i - j));
          break;
        }
      }
      said.push_back(i);
    }
  }

  bool came_back(std::size_t i) const {
    return !found_.empty() && found_.back().type == ConnectionType::reference && found_.back().from == episodes_[i].id;
  }

  std::span<const Memory> episodes_;
  std::span<const Reading> readings_;
  std::vector<Connection> found_;
  std::unordered_map<std::string, std::vector<std::size_t>> said_;  // key phrase -> the statements that have it
};

}  // namespace

std::vector<Connection> structure_of(std::span<const Memory> episodes, std::span<const Memory> contexts) {
  std::vector<Connection> connections;
  for (std::size_t i = 0; i + 1 < episodes.size(); ++i)
    connections.push_back(sequence_of(episodes[i], episodes[i + 1]));
  std::size_t context = 0;
  for (const auto& episode : episodes) {
    while (contexts[context].id != *episode.parent) ++context;
    connections.push_back(part_of(episode, contexts[context]));
  }
  return connections;
}

std::vector<Connection> replies_of(std::span<const Memory> episodes, std::span<const Reading> readings) {
  HEBB_CHECK(episodes.size() == readings.size());
  return Replies(episodes, readings).find();
}

}  // namespace hebb
