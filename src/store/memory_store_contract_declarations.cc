#include <array>
#include <catch2/catch_test_macros.hpp>

#include "store/contract_checks.h"
#include "store/memory_store_contract.h"
#include "store/store_fixture.h"

namespace hebb {

using namespace store_contract;
using store_fixture::make_record;

void check_declarations_contract(const StoreFactory& make) {
  const auto store = make();
  const auto first = make_record({.number = 1}), second = make_record({.number = 2});
  const auto other = make_record({.project = "other", .number = 3});
  for (const auto& record : {first, second, other}) got(store->put_meeting(record, kNow));
  const std::chrono::sys_days day = std::chrono::year(2026) / 12 / 1;
  const Declaration declared{.stakeholders = {{.name = "Zoë B\xC3\xA9rg", .also = {"Zoë", "7:x,"}, .role = "marketing"},
                                              {.name = "Anna", .also = {}, .role = ""}},
                             .deliverables = {{.name = "the pilot report", .also = {"report"}, .due = day},
                                              {.name = "brochure", .also = {}, .due = {}}}};
  CHECK(got(store->declaration("default")) == Declaration());
  got(store->put_declaration("default", declared));

  SECTION("what was declared is read, in its order, by its project, and is no change") {
    CHECK(got(store->declaration("default")) == declared);
    CHECK(got(store->declaration("other")).empty());
    CHECK(got(store->declaration("none")).empty());
    CHECK(got(store->seq()) == 3);
    CHECK(got(store->changes(3, 9)).empty());
    CHECK(got(store->check()).empty());
  }
  SECTION("what is declared later takes its place, whole") {
    const Declaration later{.stakeholders = {{.name = "Ben", .also = {}, .role = "legal"}}, .deliverables = {}};
    got(store->put_declaration("default", later));
    CHECK(got(store->declaration("default")) == later);
    got(store->put_declaration("default", later));
    CHECK(got(store->declaration("default")) == later);
    got(store->put_declaration("other", declared));
    CHECK(got(store->declaration("default")) == later);
    CHECK(got(store->check()).empty());
  }
  SECTION("an empty one takes it away, and its names at once where nobody reads") {
    CHECK_FALSE(got(store->put_declaration("default", {})).traces_remain);
    CHECK(got(store->declaration("default")).empty());
    got(store->put_declaration("default", {}));
  }
  SECTION("nothing is declared of a project without meetings") {
    CHECK(code_of(store->put_declaration("none", declared)) == ErrorCode::not_found);
    CHECK(got(store->declaration("none")).empty());
    got(store->put_declaration("none", {}));
  }
  SECTION("it goes with the project's last meeting, and with no other") {
    got(store->put_declaration("other", declared));
    got(store->erase_meetings(std::array{first.meeting.id}, false));
    CHECK(got(store->declaration("default")) == declared);
    got(store->erase_meetings(std::array{second.meeting.id}, true));
    CHECK(got(store->declaration("default")) == declared);
    got(store->erase_meetings(std::array{second.meeting.id}, false));
    CHECK(got(store->declaration("default")).empty());
    CHECK(got(store->declaration("other")) == declared);
    got(store->put_meeting(first, kNow));
    CHECK(got(store->declaration("default")).empty());
  }
  SECTION("it goes with all of its meetings at once") {
    got(store->erase_meetings(std::array{second.meeting.id, first.meeting.id, other.meeting.id}, false));
    CHECK(got(store->declaration("default")).empty());
  }
  SECTION("it stays when the last meeting is moved away, and can still be taken away") {
    for (const auto& record : {first, second}) {
      got(store->edit_meeting(record.meeting.id, {.title = {}, .project = "other"}));
    }
    CHECK(got(store->declaration("default")) == declared);
    CHECK(got(store->declaration("other")).empty());
    CHECK(code_of(store->put_declaration("default", declared)) == ErrorCode::not_found);
    got(store->erase_meetings(std::array{other.meeting.id}, false));  // of another project
    CHECK(got(store->declaration("default")) == declared);
    got(store->put_declaration("default", {}));
    CHECK(got(store->declaration("default")).empty());
  }
}

}  // namespace hebb
