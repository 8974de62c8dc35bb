#include "consolidate/matter.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "text/calendar.h"
#include "text/normalise.h"
#include "text/one_of.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

// The beginnings of words that say that it was decided.
constexpr auto kDeciding = std::to_array<std::string_view>(
    {"decid", "decis", "agree", "chose", "choos", "pick", "settl", "resolv", "approv", "adopt", "select", "carried"});

bool is_day_word(const std::string& word) {
  return weekday_number(word) || month_number(word) || day_number(word) || (word.front() >= '0' && word.front() <= '9');
}

// "With the yellow case", "by the fifteenth": of what is chosen and when, the later one takes the place.
bool leads_to_choice(std::string_view word) {
  return one_of(word, {"with", "for", "use", "using", "take", "choose", "pick", "buy", "on", "by", "at", "from", "to",
                       "in", "until", "before", "after", "is", "be"});
}

// Written with capitals, yet names of nothing: "Q3", "Easter".
bool is_no_name(const PlacedWord& placed) {
  const std::string& word = placed.word;
  const bool quarter = word.size() == 2 && word[0] == 'q' && word[1] >= '1' && word[1] <= '4';
  return quarter || is_day_word(word) ||
         one_of(word, {"i", "easter", "christmas", "pentecost", "whitsun", "thanksgiving", "ramadan", "eid"});
}

// The words of one text's sentence before and behind word `i`.
struct Placing {
  std::span<const PlacedWord> placed;

  bool joined(std::size_t i) const {  // of a name of several words, not its first
    return i > 0 && !placed[i].opens && !placed[i].parted && placed[i].capital && placed[i - 1].capital &&
           !placed[i - 1].opens;
  }
  bool before(std::size_t i, auto&& is) const {
    while (!placed[i].opens && i > 0) {
      if (is(placed[--i].word)) return true;
    }
    return false;
  }
  bool ends(std::size_t i) const {
    while (i + 1 < placed.size() && joined(i + 1)) ++i;
    return i + 1 == placed.size() || placed[i + 1].opens;
  }
};

// "Close the office in Prague"; not "hold the party in Prague", where the place is the choice.
bool is_done_somewhere(std::string_view word) {
  static constexpr auto kDone =
      std::to_array<std::string_view>({"clos", "open", "hir", "launch", "ship", "start", "meet"});
  return std::ranges::any_of(kDone, [&](auto beginning) { return word.starts_with(beginning); });
}

// "The Acme account", "launch it in Austria"; not "host it on Azure", "the lead is Paul", "as Paul proposed".
bool names_matter(std::span<const PlacedWord> placed, std::size_t i) {
  const Placing at{placed};
  if (at.ends(i) && at.before(i, [](std::string_view word) { return word == "is"; })) return false;
  std::size_t first = i;
  while (at.joined(first)) --first;
  if (first == 0 || placed[first].opens) return true;
  const std::string_view led = placed[first - 1].word;
  if (led == "in" || (led == "the" && first > 1 && placed[first - 2].word == "in"))
    return at.before(first, is_done_somewhere);
  return !placed[i].all_capital &&  // "nine AM", "price in EUR"
         !one_of(led, {"is", "with", "from", "on", "by", "to", "at", "as", "okay", "ok"});
}

bool is_post(std::string_view word) {
  return one_of(word, {"job", "role", "post", "position", "chair"});
}

// What one is taken for alone: "give Bolt the contract", not "give Bolt the keys".
bool is_given_once(std::string_view word) {
  return is_post(word) || one_of(word, {"contract", "order", "mandate", "tender", "commission", "project", "lead"});
}

// "Use Stripe", "hire Susan Meyer", "buy two Dell laptops", "send Ben to the fair", "give Bolt the contract": the name
// is the choice. Not "use Acme's account", "take Ben off the list".
bool is_chosen(std::span<const PlacedWord> placed, std::size_t i) {
  const Placing at{placed};
  std::size_t first = i, last = i;
  while (at.joined(first)) --first;
  while (last + 1 < placed.size() && at.joined(last + 1)) ++last;
  if (first == 0 || placed[first].opens || placed[last].possessive) return false;
  std::size_t led = first - 1;
  if (led > 0 && !placed[led].opens && small_number(placed[led].word)) --led;
  const bool goes_on = last + 1 < placed.size() && !placed[last + 1].opens;
  const std::string_view verb = placed[led].word, next = goes_on ? std::string_view(placed[last + 1].word) : "";
  if (verb == "send") return next == "to";
  if (one_of(verb, {"give", "award"}))
    return next == "the" && std::ranges::any_of(placed.subspan(last + 1), is_given_once, &PlacedWord::word);
  if (one_of(verb, {"hire", "elect"}) && std::ranges::none_of(placed.subspan(last + 1), is_post, &PlacedWord::word))
    return false;  // "hire Susan Meyer for the design team": another may be hired as well
  return one_of(verb, {"use", "using", "take", "choose", "pick", "buy", "hire", "appoint", "nominate", "elect"}) &&
         !one_of(next, {"off", "out", "over", "up", "back"});
}

// Whether each says something that the other does not, but for the names: "for the design team", "for the sales team".
bool differ_beside_names(const Matter& a, const Matter& b) {
  const auto beside = [](const Matter& matter) {
    std::vector<std::string> terms;
    for (const std::string& word : matter.words) {
      if (is_deciding(word) || is_day_word(word) || small_number(word) ||
          std::ranges::contains(matter.names, word, &Matter::Name::word))
        continue;
      for (std::string& term : index_terms(word)) terms.push_back(std::move(term));
    }
    return terms;
  };
  const auto in_a = beside(a), in_b = beside(b);
  const auto adds = [](const auto& some, const auto& others) {
    return std::ranges::any_of(some, [&](const auto& term) { return !std::ranges::contains(others, term); });
  };
  return adds(in_a, in_b) && adds(in_b, in_a);
}

}  // namespace

bool is_deciding(std::string_view word) {
  return std::ranges::any_of(kDeciding, [&](auto beginning) { return word.starts_with(beginning); });
}

Matter matter_of(std::string_view decision) {
  Matter matter;
  const auto placed = placed_words(decision);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const std::string& word = placed[i].word;
    matter.words.push_back(word);
    if (word.empty() || is_day_word(word) || word == "i") continue;
    if (placed[i].capital && !placed[i].opens && !is_no_name(placed[i]) && names_matter(placed, i))
      matter.names.push_back({.word = word, .chosen = is_chosen(placed, i)});
    if (i > 1 && placed[i - 1].word == "the" && !leads_to_choice(placed[i - 2].word) && !is_stop_word(word))
      matter.definite.emplace_back(placed[i - 2].word, word);
  }
  return matter;
}

bool are_apart(const Matter& a, const Matter& b) {
  const auto lacks = [](const Matter& matter) {
    return [&matter](const std::string& word) { return !std::ranges::contains(matter.words, word); };
  };
  const auto own_names = [&](const Matter& matter, const Matter& other) {
    std::vector<Matter::Name> names;
    std::ranges::copy_if(matter.names, std::back_inserter(names), lacks(other), &Matter::Name::word);
    return names;
  };
  const auto of_a = own_names(a, b), of_b = own_names(b, a);
  const bool one_choice = std::ranges::all_of(of_a, &Matter::Name::chosen) &&
                          std::ranges::all_of(of_b, &Matter::Name::chosen) && !differ_beside_names(a, b);
  if (!of_a.empty() && !of_b.empty() && !one_choice) return true;
  return std::ranges::any_of(a.definite, [&](const auto& one) {
    return lacks(b)(one.second) && std::ranges::any_of(b.definite, [&](const auto& other) {
             return one.first == other.first && lacks(a)(other.second);
           });
  });
}

std::size_t shared_words(const Matter& a, const Matter& b) {
  return static_cast<std::size_t>(std::ranges::count_if(
      a.words, [&](const std::string& word) { return !is_stop_word(word) && std::ranges::contains(b.words, word); }));
}

}  // namespace hebb
