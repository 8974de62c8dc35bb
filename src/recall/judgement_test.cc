#include "recall/judgement.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <vector>

namespace hebb {
namespace {

TEST_CASE("recall of words counts each relevant turn once and cuts a passage at the budget") {
  const std::vector<RelevantTurn> relevant{{.meeting = 1, .turn = 4, .words = 400},
                                           {.meeting = 1, .turn = 9, .words = 400}};
  const std::vector<RankedPassage> ranked{
      {.meeting = 1, .first_turn = 4, .last_turn = 4, .words = 400},
      {.meeting = 1, .first_turn = 4, .last_turn = 4, .words = 400},  // the same turn: nothing is left of it
      {.meeting = 1, .first_turn = 9, .last_turn = 10, .words = 400},
  };
  const Figures figures = judge(ranked, relevant);
  CHECK(figures.recall_500 == Catch::Approx(400.0 / 500));
  CHECK(figures.recall_1000 == Catch::Approx((400 + 100) / 800.0));  // half of the last passage fits, half of it counts
  CHECK(figures.recall_2000 == Catch::Approx(600.0 / 800));
}

TEST_CASE("rank figures take a passage as relevant when more than half of its turns are") {
  const std::vector<RelevantTurn> relevant{{.meeting = 0, .turn = 1, .words = 9},
                                           {.meeting = 0, .turn = 2, .words = 9}};
  const std::vector<RankedPassage> ranked{
      {.meeting = 0, .first_turn = 2, .last_turn = 3, .words = 5},  // half
      {.meeting = 1, .first_turn = 1, .last_turn = 1, .words = 5},  // another meeting's
      {.meeting = 0, .first_turn = 1, .last_turn = 3, .words = 5},
  };
  const Figures figures = judge(ranked, relevant);
  CHECK(figures.mrr == Catch::Approx(1.0 / 3));
  CHECK(figures.precision_10 == Catch::Approx(0.1));
  CHECK(figures.ndcg_10 == Catch::Approx(0.5 / (1 + 1 / std::log2(3))));
  CHECK(figures.hit_1 == 1);
}

TEST_CASE("an empty list and a list of nothing relevant score 0") {
  const std::vector<RelevantTurn> relevant{{.meeting = 0, .turn = 1, .words = 9}};
  const std::vector<RankedPassage> ranked{{.meeting = 1, .first_turn = 1, .last_turn = 1, .words = 5}};
  for (const Figures& figures : {judge({}, relevant), judge(ranked, relevant)}) {
    CHECK(figures.recall_2000 == 0);
    CHECK(figures.ndcg_10 == 0);
    CHECK(figures.mrr == 0);
    CHECK(figures.hit_1 == 0);
  }
}

TEST_CASE("words are counted without transcription marks") {
  CHECK(judged_words("{vocalsound} Well , it 's the C_T_ scan {disfmarker} don't-know") == 7);
  CHECK(judged_words("an open { brace") == 3);
  CHECK(judged_words("") == 0);
}

}  // namespace
}  // namespace hebb
