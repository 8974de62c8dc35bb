// The engine over its real parts, for tests: SQLite, HNSW, the model. Without the model the test is skipped.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <utility>

#include "engine/engine.h"
#include "store/sqlite/sqlite_store.h"
#include "vector/hnsw_index.h"

namespace hebb {

// `options.database` becomes the file.
inline std::unique_ptr<Engine> open_real_engine(const std::filesystem::path& database, EngineOptions options) {
  const char* set = std::getenv("MODEL_PATH");
  const auto model = set != nullptr ? Result<std::filesystem::path>(set) : find_model();
  if (!model) SKIP("MODEL_PATH: no model; tool/model/prepare makes it");
  auto encoder = Encoder::load({.model = *model});
  REQUIRE(encoder);
  auto store = open_sqlite_store({.file = database});
  REQUIRE(store);
  options.database = database;
  auto engine = Engine::open(
      std::move(*store), [] { return Result<std::unique_ptr<VectorIndex>>(make_hnsw_index()); }, std::move(*encoder),
      options);
  REQUIRE(engine);
  return std::move(*engine);
}

}  // namespace hebb
