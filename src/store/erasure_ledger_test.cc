#include "store/erasure_ledger.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "base/digest.h"
#include "store/contract_checks.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;
using store_contract::code_of;
using store_contract::got;
using store_fixture::bytes_of_file;
using store_fixture::ScratchFolder;
using Kind = ErasureRecord::Kind;

constexpr std::size_t kUnit = 64;

MeetingId meeting(int number) {
  return MeetingId::of(sha256(std::to_string(number)));
}

void write(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

struct LedgerFile {
  ScratchFolder folder;
  fs::path file = folder.path() / "hebb.db.erased";

  ErasureLedger open() const { return got(ErasureLedger::open(file)); }
  // One of every kind.
  std::vector<ErasureRecord> fill() const {
    std::vector<ErasureRecord> records{meeting_erased(meeting(1)), meeting_erased(meeting(2)),
                                       meeting_imported_again(meeting(1))};
    for (const auto kind : {Kind::memory_erased, Kind::turn_erased, Kind::speaker_erased, Kind::key_revoked}) {
      records.push_back({.kind = kind, .subject = meeting(3).bytes(), .memory = meeting(4).bytes(), .number = 70'000});
    }
    auto ledger = open();
    REQUIRE(ledger.append(std::span(records).first(2)));
    REQUIRE(ledger.append(std::span(records).subspan(2)));
    return records;
  }
};

std::vector<ErasureRecord> sound(const ErasureLedger& ledger) {
  std::vector<ErasureRecord> records;
  for (const auto& record : ledger.records()) {
    if (record) records.push_back(*record);
  }
  return records;
}

}  // namespace

TEST_CASE("the ledger gives back what was appended, in order", "[store][ledger]") {
  const LedgerFile made;
  CHECK(made.open().records().empty());
  CHECK_FALSE(fs::exists(made.file));  // reading makes nothing
  const auto records = made.fill();
  const auto ledger = made.open();
  CHECK(sound(ledger) == records);
  CHECK(ledger.damaged() == 0);
  CHECK(ledger.id() == made.open().id());
  CHECK(fs::status(made.file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(fs::file_size(made.file) == kUnit * (1 + records.size()));
}

TEST_CASE("a meeting imported again withdraws what was recorded before", "[store][ledger]") {
  const LedgerFile made;
  auto ledger = made.open();
  const ErasureRecord speaker{.kind = Kind::speaker_erased, .subject = meeting(1).bytes(), .number = 2};
  const ErasureRecord key{.kind = Kind::key_revoked, .subject = meeting(1).bytes()};
  REQUIRE(ledger.append(std::array{meeting_erased(meeting(1)), speaker, key, meeting_erased(meeting(2))}));
  CHECK(ledger.stands_against(meeting(1)));
  CHECK(ledger.stands(speaker));
  REQUIRE(ledger.append(std::array{meeting_imported_again(meeting(1))}));
  CHECK_FALSE(ledger.stands_against(meeting(1)));
  CHECK_FALSE(ledger.stands(speaker));
  CHECK(ledger.stands(key));  // a key is no meeting's
  CHECK(ledger.stands_against(meeting(2)));
  CHECK(ledger.standing(0) == std::vector{key, meeting_erased(meeting(2))});
  REQUIRE(ledger.append(std::array{meeting_erased(meeting(1))}));
  CHECK(ledger.stands(meeting_erased(meeting(1))));
  CHECK(ledger.standing(5) == std::vector{meeting_erased(meeting(1))});
  CHECK(made.open().stands_against(meeting(1)));
}

TEST_CASE("a ledger cut at any byte keeps every whole record and goes on", "[store][ledger]") {
  const LedgerFile made;
  const auto records = made.fill();
  const auto bytes = bytes_of_file(made.file);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO("cut to " << size << " bytes");
    write(made.file, bytes.substr(0, size));
    auto ledger = made.open();
    const std::size_t whole = size < kUnit ? 0 : size / kUnit - 1;
    CHECK(sound(ledger) == std::vector(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(whole)));
    CHECK(ledger.damaged() == 0);
    REQUIRE(ledger.append(std::array{meeting_erased(meeting(9))}));
    CHECK(made.open().stands_against(meeting(9)));
    CHECK(made.open().records().size() == whole + 1);
  }
}

TEST_CASE("a flipped bit is seen, and costs no other record", "[store][ledger]") {
  const LedgerFile made;
  const auto records = made.fill();
  const auto bytes = bytes_of_file(made.file);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    INFO("byte " << at);
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
    write(made.file, damaged);
    const auto ledger = ErasureLedger::open(made.file);
    if (at < kUnit) {
      CHECK(code_of(ledger) == ErrorCode::corruption);
      continue;
    }
    REQUIRE(ledger);
    CHECK(ledger->damaged() == 1);
    CHECK(ledger->damaged(at / kUnit) == 0);
    auto rest = records;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at / kUnit) - 1);
    CHECK(sound(*ledger) == rest);
  }
}

TEST_CASE("zeros after the records are space, not records", "[store][ledger]") {
  const LedgerFile made;
  const auto records = made.fill();
  write(made.file, bytes_of_file(made.file) + std::string(3 * kUnit + 7, '\0'));
  CHECK(sound(made.open()) == records);
  CHECK(made.open().damaged() == 0);
}

TEST_CASE("a ledger that vanished is written anew with what is known", "[store][ledger]") {
  const LedgerFile made;
  const auto records = made.fill();
  auto ledger = made.open();
  fs::remove(made.file);
  REQUIRE(ledger.append(std::array{meeting_erased(meeting(9))}));
  CHECK(made.open().records().size() == records.size() + 1);
  CHECK(made.open().id() == ledger.id());
}

TEST_CASE("a ledger that cannot be written says so", "[store][ledger]") {
  const LedgerFile made;
  auto ledger = made.open();
  fs::create_directory(made.file);
  const auto reserved = ledger.reserve(1);
  REQUIRE_FALSE(reserved);
  CHECK(reserved.error().message.contains(made.file.string()));
  CHECK_FALSE(ledger.append(std::array{meeting_erased(meeting(1))}));
  CHECK(ledger.records().empty());
}

}  // namespace hebb
