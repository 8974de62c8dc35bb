#include "vector/hnsw_index.h"

#include "vector/vector_index_contract.h"

namespace hebb {
namespace {

using vector_contract::Backend;

// Scans only: exact, whatever was folded.
Backend flat_backend() {
  return {.make = [] { return make_hnsw_index(); }};
}

// A graph from the first vector on, used whenever it could be.
Backend graph_backend() {
  return {.make = [] { return make_hnsw_index({.flat_limit = 0, .fold_minimum = 16, .scan_row_cost = 1e9}); },
          .recall = 0.97};
}

TEST_CASE("contract: an empty index answers nothing") {
  vector_contract::an_empty_index_answers_nothing(flat_backend());
  vector_contract::an_empty_index_answers_nothing(graph_backend());
}

TEST_CASE("contract: random operations agree with the model, by scans") {
  for (const std::uint64_t seed : {11, 12, 13}) {
    vector_contract::random_operations_agree_with_the_model(flat_backend(), seed);
  }
}

TEST_CASE("contract: random operations agree with the model, by the graph") {
  for (const std::uint64_t seed : {21, 22, 23}) {
    vector_contract::random_operations_agree_with_the_model(graph_backend(), seed);
  }
}

TEST_CASE("contract: a view never changes") {
  vector_contract::a_view_never_changes(flat_backend());
  vector_contract::a_view_never_changes(graph_backend());
}

TEST_CASE("contract: what is not a vector is refused") {
  vector_contract::what_is_not_a_vector_is_refused(flat_backend());
  vector_contract::what_is_not_a_vector_is_refused(graph_backend());
}

}  // namespace
}  // namespace hebb
