#include "extract/valence.h"

#include <algorithm>
#include <array>

namespace hebb {
namespace {

// Sorted. Words whose meaning in meetings is topical ("issue", "risk", "interest", "party", "support") are left out.
constexpr std::array kVeryBad = std::to_array<std::string_view>(
    {"awful",       "catastrophe", "catastrophic", "crisis",     "dead",     "death",        "deaths", "devastated",
     "devastating", "died",        "disaster",     "disastrous", "dreadful", "hate",         "hated",  "hopeless",
     "horrible",    "nightmare",   "terrible",     "tragic",     "ugly",     "unacceptable", "worst"});
constexpr std::array kBad = std::to_array<std::string_view>(
    {"afraid",     "angry",       "annoyed",    "annoying",   "bad",         "badly",         "boring",
     "broken",     "complain",    "complained", "complaint",  "complaints",  "concern",       "concerned",
     "confused",   "confusing",   "difficult",  "difficulty", "disagree",    "disappointed",  "disappointing",
     "fail",       "failed",      "failing",    "fails",      "failure",     "fault",         "fear",
     "frustrated", "frustrating", "harm",       "harmful",    "hurt",        "lost",          "mess",
     "mistake",    "mistakes",    "negative",   "painful",    "poor",        "poorly",        "problem",
     "problems",   "sad",         "scared",     "sick",       "stupid",      "suffer",        "suffered",
     "suffering",  "trouble",     "unclear",    "unfair",     "unfortunate", "unfortunately", "unhappy",
     "upset",      "useless",     "waste",      "weak",       "worried",     "worry",         "worse",
     "wrong"});
constexpr std::array kGood = std::to_array<std::string_view>(
    {"agree",     "agreed",   "appreciate", "beneficial",  "benefit",     "better",       "comfortable", "cool",
     "easier",    "easy",     "effective",  "enjoy",       "enjoyed",     "fun",          "glad",        "good",
     "grateful",  "handy",    "happy",      "help",        "helped",      "helpful",      "helps",       "hope",
     "hopefully", "improve",  "improved",   "improvement", "interesting", "likes",        "lovely",      "nice",
     "pleased",   "pleasure", "positive",   "progress",    "proud",       "reliable",     "resolved",    "robust",
     "safe",      "solved",   "strong",     "success",     "successful",  "successfully", "thank",       "thanks",
     "useful",    "valuable", "welcome",    "win",         "works",       "worth"});
constexpr std::array kVeryGood = std::to_array<std::string_view>(
    {"amazing",     "awesome",  "beautiful", "best",   "brilliant",  "delighted", "excellent",
     "excited",     "exciting", "fantastic", "great",  "incredible", "love",      "loved",
     "outstanding", "perfect",  "perfectly", "superb", "terrific",   "wonderful"});
static_assert(std::ranges::is_sorted(kVeryBad) && std::ranges::is_sorted(kVeryGood));

}  // namespace

int valence_of(std::string_view word) {
  static_assert(std::ranges::is_sorted(kBad) && std::ranges::is_sorted(kGood));
  if (std::ranges::binary_search(kBad, word)) return -1;
  if (std::ranges::binary_search(kGood, word)) return 1;
  if (std::ranges::binary_search(kVeryBad, word)) return -2;
  if (std::ranges::binary_search(kVeryGood, word)) return 2;
  return 0;
}

}  // namespace hebb
