#include "extract/signals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>

#include "extract/ngrams.h"
#include "extract/statements.h"
#include "text/normalise.h"

namespace hebb {
namespace {

struct NamedPattern {
  std::string_view name;
  std::string_view pattern;  // as PhrasePattern has it; "<" is where the sentence opens, ">" its end
};

// Wider than the cues of cues.h: the model weighs them, so recall counts here as much as precision.
constexpr std::array kHeard{
    NamedPattern{"asks what", "< what|how|why|when|where|who|whose|which|what's|how's|where's|who's|who'd|what'd"},
    NamedPattern{"asks whether",
                 "< do|does|did|don't|doesn't|didn't|is|are|was|were|isn't|aren't|wasn't|can|could|would|will|should|"
                 "shouldn't|couldn't|wouldn't|can't|won't|have|has|haven't|hasn't|am|may|shall "
                 "you|we|i|he|she|they|it|this|that|there|these|those|the|anyone|anybody|everyone|everybody|somebody|"
                 "someone|people|any|your|our|his|their|a|an|everything|anything"},
    NamedPattern{"inverted", "do|did|are|were|have|can|could|would|will|should you|we|they|i"},
    NamedPattern{"tag",
                 "right|isn't_it|is_it|aren't_they|don't_you|doesn't_it|do_you|didn't_we|isn't_there|won't_it|is_that|"
                 "correct|huh|no|okay|yes >"},
    NamedPattern{"or what", "or >"},
    NamedPattern{"or what", "or what|something|not|no|is_it|whatever >"},
    NamedPattern{"you mean", "< you_mean|you're_saying|is_that|meaning|does_that|what's|what_is"},
    NamedPattern{"you mean", "so that's|it's|you|this_is|you're"},
    NamedPattern{"wonders",
                 "i_wonder|i'm_wondering|i_was_wondering|wondering_if|wondering_whether|my_question|the_question_is|"
                 "question_for|i'd_like_to_ask"},
    NamedPattern{"wonders", "any questions|idea|ideas|thoughts|comments|other"},
    NamedPattern{"wonders", "i_don't_know if|whether|what|how"},
    NamedPattern{"I will",
                 "i'll|i_will|i_shall|i'm_going_to|i'm_gonna|i_am_going_to|i'm_planning_to|i_plan_to|i_promise"},
    NamedPattern{"I will do",
                 "i'll|i_will|i_can|i_could|i'm_going_to|i'm_gonna|we'll|we_will|let_me|i_should|i_need_to|i_have_to "
                 "just|also|definitely|probably|try_to|try_and|go|go_and? "
                 "send|check|look|try|do|get|make|write|put|take|talk|ask|email|e-mail|mail|call|find|work|prepare|"
                 "bring|set|add|fix|update|share|schedule|post|finish|give|follow|start|run|see|show|figure|read|test|"
                 "contact|arrange|book|draft|review"},
    NamedPattern{"we will", "we'll|we_will|we're_going_to|we're_gonna"},
    NamedPattern{"let me", "let_me|lemme"},
    NamedPattern{"let's", "let's|let_us"},
    NamedPattern{"duty", "we|you|i|they|somebody|someone need|needs|have|has|ought|want|got to"},
    NamedPattern{"duty", "we've_got_to|you've_got_to|gotta|needs_to_be|has_to_be|have_to_be|must"},
    NamedPattern{
        "imperative",
        "< please|go|wait|hold|stop|look|tell|remember|make|put|take|try|send|check|let|don't|do|keep|give|get|"
        "add|use|start|move|read|write|talk|speak|say|turn|see|come|note|think|consider|imagine|ask|call|leave|"
        "forget|show|follow|bring|finish|fix|update|email|set|open|close|press|run|be|just "
        "it|them|the|that|this|a|an|me|us|to|on|up|ahead|out|in|back|sure|about|your|yourself|for|with|at|and|"
        "some|all|over|off|down|him|her|not|of|any|worry|another|one|everything"},
    NamedPattern{"bids",
                 "please|make_sure|be_sure|don't_forget|remember_to|go_ahead|hold_on|wait_a_minute|wait_a_second|"
                 "wait_a_sec|one_second|take_care_of|follow_up|get_back_to|action_item|action_items|to_do_list|todo|"
                 "assign|assigned|in_charge_of|responsible_for|deadline|due"},
    NamedPattern{"asks you to", "can|could|would|will you"},
    NamedPattern{"asks you to", "if_you can|could|would"},
    NamedPattern{"asks you to", "i'd_like|i_want|i_would_like|we'd_like you|everyone|everybody|us|him|her|them to"},
    NamedPattern{"you do",
                 "you|you'll will|should|can|need_to|have_to|must|might_want_to? "
                 "send|check|do|get|make|write|put|take|talk|ask|call|find|work|prepare|bring|add|fix|use|start"},
    NamedPattern{"by when",
                 "by|before|until|next|this|on the_end_of|next_week|next_meeting|monday|tuesday|wednesday|thursday|"
                 "friday|tomorrow|tonight|week|month|afternoon|end_of"},
    NamedPattern{"by when", "tomorrow|next_week|next_time|next_meeting|next_month"},
    NamedPattern{"should", "should|shouldn't|ought_to"},
    NamedPattern{"could", "we|you|one|they|people|somebody could|can|might|may"},
    NamedPattern{"maybe", "maybe|perhaps|possibly"},
    NamedPattern{"maybe we", "maybe|perhaps we|you|i|they|it|we_should|you_could|just|also|if_we"},
    NamedPattern{"suggests", "i would? suggest|propose|recommend|vote"},
    NamedPattern{"suggests", "i'd suggest|propose|recommend|say|like_to"},
    NamedPattern{"suggests", "my suggestion|proposal|idea|preference|vote"},
    NamedPattern{"suggests", "suggestion|suggesting|proposal|proposing|recommend"},
    NamedPattern{"how about",
                 "how_about|what_about|what_if|why_don't|why_not|why_do_we_not|wouldn't_it_be|couldn't_we|can't_we|"
                 "can_we_just|can_we_not"},
    NamedPattern{
        "would be good",
        "it'd|it_would|that_would|that'd|would|might be really|very|kind_of|sort_of|more|a|the|also? "
        "nice|good|better|great|cool|interesting|useful|helpful|best|worth|easier|easy|fun|handy|neat|possible"},
    NamedPattern{"another way", "another option|thing|way|possibility|idea|alternative"},
    NamedPattern{"another way", "one thing|way|option|possibility|idea"},
    NamedPattern{"another way",
                 "alternative|alternatively|instead|rather_than|idea|option|the_other_thing|or_we|might_as_well|"
                 "better_to|worth_a|worth_trying|worth_doing"},
    NamedPattern{"might want",
                 "might_want_to|may_want_to|you_want_to|we_want_to|if_you_want|feel_free|do_you_want|would_you_like"},
    NamedPattern{"might want", "i_think we|you|it'd|it_would"},
    NamedPattern{"if we", "if we|you|i"},
    NamedPattern{
        "decides",
        "decide|decided|decides|deciding|decision|decisions|agreed|agreement|settled|conclude|concluded|"
        "conclusion|consensus|resolved|approve|approved|adopted|carried|chosen|chose|choose|opted_for|ruled_out"},
    NamedPattern{
        "goes with",
        "let's|we'll|we_will|we're_gonna|we're_going_to|we_are_going_to|we_should|we_can|shall_we|i'll|we just? "
        "go_with|go_for|go_ahead_with|stick_with|stick_to|keep|use|have|do|leave|drop|skip|take|make_it"},
    NamedPattern{"goes with", "going_with|go_with|go_for|stick_with|stay_with|settle_on|settle_for"},
    NamedPattern{
        "problem",
        "problem|problems|problematic|issue|issues|bug|bugs|bottleneck|drawback|downside|difficulty|difficulties|"
        "trouble|obstacle|challenge|challenges|complaint|flaw|limitation|limitations|shortage|crisis|hassle|"
        "nightmare|mess|wrong|broken|error|errors|fails|failed|stuck|missing"},
    NamedPattern{"hard",
                 "hard|difficult|tough|tricky|impossible|confusing|confused|annoying|painful|expensive|unclear"},
    NamedPattern{"worry",
                 "worry|worried|concern|concerned|concerns|risk|risks|afraid|danger|bother|bothers|the_thing_is|"
                 "the_trouble_is"},
    NamedPattern{"past", "was|were|did|had|been|went|said|used|tried|looked"},
    NamedPattern{"number",
                 "one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|fifty|hundred|thousand|percent"},
    NamedPattern{"thinks", "i_think|i_guess|i_believe|it_seems|i'd_say|i_feel|in_my_opinion"},
    NamedPattern{"knows not", "i_don't_know|i'm_not_sure|no_idea|don't_remember"},
    NamedPattern{
        "ends open",
        "the|a|an|to|of|and|but|so|or|if|is|are|was|in|on|at|for|with|that|it's|i'm|we're|you're|because|i|we|you|"
        "they|my|our|your|like|would|could|can|have|just|which|this|it|as|from|by|be|do|don't|not|really|very|"
        "into|what|when|how|than|some|there's|that's|i've|we've >"},
};

constexpr std::size_t kCues = static_cast<std::size_t>(Cue::heard_);
constexpr std::size_t kMostWords = 80;  // of which n-grams are taken

constexpr std::array kMeasures =
    std::to_array<std::string_view>({"question mark", "punctuated", "backchannel", "length", "none or one word",
                                     "two words", "three or four words", "five to seven words", "fifteen words or more",
                                     "distinct words", "word length", "hesitates", "says twice", "ends hesitating"});

// Of the sentence before, then of the one after: who is answered, and how, tells a question from a statement.
constexpr std::array kBeside =
    std::to_array<std::string_view>({"another speaker", "backchannel", "short", "length", "says yes", "says no",
                                     "asks by its words", "question mark", "begins alike"});
constexpr std::size_t kNeighbours = 2 * kBeside.size();

struct Hearing {
  std::vector<std::string_view> names;
  std::vector<PhrasePattern> patterns;
};

const Hearing& hearing() {
  static const Hearing made = [] {
    Hearing all;
    for (const auto& [name, pattern] : kHeard) {
      if (all.names.empty() || all.names.back() != name) all.names.push_back(name);
      all.patterns.push_back({static_cast<std::uint16_t>(all.names.size() - 1), pattern});
    }
    return all;
  }();
  return made;
}

void mark_heard(const Sentence& sentence, std::span<float> heard) {
  static const PhraseAutomaton automaton{hearing().patterns};
  std::vector<std::string> words;
  words.reserve(sentence.words.size() + 2);
  const auto opening = sentence.words.begin() + static_cast<std::ptrdiff_t>(sentence.opening);
  words.assign(sentence.words.begin(), opening);
  words.emplace_back("<");
  words.insert(words.end(), opening, sentence.words.end());
  words.emplace_back(">");
  for (const auto& hit : automaton.find(words)) heard[hit.label] = 1;
}

void measure(const Sentence& sentence, std::span<const std::string> said, bool punctuated, std::span<float> measures) {
  const auto n = sentence.words.size();
  const auto words = static_cast<float>(std::max<std::size_t>(n, 1));
  std::size_t letters = 0;
  for (const auto& word : sentence.words) letters += word.size();
  const std::unordered_set<std::string_view> distinct(sentence.words.begin(), sentence.words.end());
  const auto hesitations = static_cast<float>(std::ranges::count_if(said, is_hesitation));
  const auto left_out = static_cast<float>(said.size() - n);
  const std::array<float, kMeasures.size()> all{
      punctuated && sentence.asks ? 1.0F : 0.0F,
      punctuated ? 1.0F : 0.0F,
      says_nothing(said) ? 1.0F : 0.0F,
      std::min(std::log1p(static_cast<float>(n)) / 3, 2.0F),
      n <= 1 ? 1.0F : 0.0F,
      n == 2 ? 1.0F : 0.0F,
      n == 3 || n == 4 ? 1.0F : 0.0F,
      n >= 5 && n <= 7 ? 1.0F : 0.0F,
      n >= 15 ? 1.0F : 0.0F,
      static_cast<float>(distinct.size()) / words - 0.9F,
      std::min(static_cast<float>(letters) / words / 5 - 0.8F, 2.0F),
      std::min(hesitations / 2, 2.0F),
      std::clamp((left_out - hesitations) / 2, 0.0F, 2.0F),
      !said.empty() && is_hesitation(said.back()) ? 1.0F : 0.0F,
  };
  std::ranges::copy(all, measures.begin());
}

bool opens_with(const Sentence& sentence, std::initializer_list<std::string_view> words) {
  return !sentence.words.empty() && std::ranges::contains(words, std::string_view(sentence.words.front()));
}

// Whoever breaks off begins again: "voting for" – "voting for all of them".
bool begin_alike(const Sentence& one, const Sentence& other) {
  const auto first = [](const Sentence& sentence) {
    return sentence.opening < sentence.words.size() ? std::string_view(sentence.words[sentence.opening])
                                                    : std::string_view();
  };
  return !first(one).empty() && first(one) == first(other);
}

void look_beside(const Sentence& self, const Neighbour& neighbour, bool punctuated, std::span<float> beside) {
  if (neighbour.sentence == nullptr) return;
  const Sentence& sentence = *neighbour.sentence;
  const auto n = static_cast<float>(sentence.words.size());
  const bool asks_by_words = std::ranges::any_of(
      sentence.cues, [&](const CueHit& hit) { return is(hit, Cue::question_start) && hit.begin == sentence.opening; });
  const std::array<float, kBeside.size()> all{
      neighbour.same_speaker ? 0.0F : 1.0F,
      says_nothing(sentence.words) ? 1.0F : 0.0F,
      n <= 2 ? 1.0F : 0.0F,
      std::min(std::log1p(n) / 3, 2.0F),
      opens_with(sentence, {"yes", "yeah", "yep", "right", "sure", "exactly", "okay", "mmhmm", "uhhuh", "yup"}) ? 1.0F
                                                                                                                : 0.0F,
      opens_with(sentence, {"no", "nope", "not", "nah", "well"}) ? 1.0F : 0.0F,
      asks_by_words ? 1.0F : 0.0F,
      punctuated && sentence.asks ? 1.0F : 0.0F,
      neighbour.same_speaker && begin_alike(self, sentence) ? 1.0F : 0.0F,
  };
  std::ranges::copy(all, beside.begin());
}

std::vector<std::uint16_t> ngrams_of(std::span<const std::string> sentence) {
  NgramBuckets buckets(kNgramBuckets);
  buckets.add(sentence.first(std::min(sentence.size(), kMostWords)), {});
  return std::move(buckets).taken();
}

}  // namespace

const std::vector<std::string_view>& signal_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all(kMeasures.begin(), kMeasures.end());
    std::ranges::copy(hearing().names, std::back_inserter(all));
    all.insert(all.end(), kBeside.begin(), kBeside.end());
    all.insert(all.end(), kBeside.begin(), kBeside.end());
    all.insert(all.end(), kCues, "cue");
    return all;
  }();
  return names;
}

Signals signals_of(const Sentence& sentence, const Surroundings& surroundings) {
  const auto said = words_of(sentence.text);  // all of it: who hesitates or stutters may be saying nothing
  Signals signals{.dense = std::vector<float>(signal_names().size()), .ngrams = ngrams_of(said)};
  const std::span dense(signals.dense);
  measure(sentence, said, surroundings.punctuated, dense.first<kMeasures.size()>());
  mark_heard(sentence, dense.subspan(kMeasures.size(), hearing().names.size()));
  const auto beside = dense.subspan(kMeasures.size() + hearing().names.size(), kNeighbours);
  look_beside(sentence, surroundings.before, surroundings.punctuated, beside.first<kBeside.size()>());
  look_beside(sentence, surroundings.after, surroundings.punctuated, beside.last<kBeside.size()>());
  const auto cues = dense.last<kCues>();
  for (const auto& hit : sentence.cues) {
    if (hit.label < kCues) cues[hit.label] = 1;
  }
  return signals;
}

}  // namespace hebb
