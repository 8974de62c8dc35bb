# hebb_module(NAME SOURCES … [PUBLIC folders …] [PRIVATE third-party …] [TESTS …])
# One static library a folder, `hebb_NAME`, and one test program, `hebb_NAME_test`, from its *_test.cc.
add_library(hebb_flags INTERFACE)
target_compile_options(hebb_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers -Werror=return-type)
if(HEBB_SANITIZE)
  target_compile_options(hebb_flags INTERFACE -fsanitize=${HEBB_SANITIZE} -fno-sanitize-recover=undefined)
  string(REPLACE ",fuzzer-no-link" "" HEBB_LINK_SANITIZE "${HEBB_SANITIZE}")
  target_link_options(hebb_flags INTERFACE -fsanitize=${HEBB_LINK_SANITIZE})
endif()
# Linked after hebb_flags, from which it takes: tests compile faster, and what is under test keeps its own.
add_library(hebb_test_flags INTERFACE)
if(HEBB_SANITIZE)
  target_compile_options(hebb_test_flags INTERFACE -O0 -fno-sanitize=undefined)
endif()

function(hebb_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE;TESTS" ${ARGN})
  add_library(hebb_${name} STATIC ${arg_SOURCES})
  target_include_directories(hebb_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM arg_PUBLIC PREPEND hebb_ OUTPUT_VARIABLE folders)
  target_link_libraries(hebb_${name} PUBLIC ${folders} PRIVATE hebb_flags ${arg_PRIVATE})
  if(HEBB_TESTS AND arg_TESTS)
    hebb_test(${name}_test SOURCES ${arg_TESTS} LINK ${name} THIRD_PARTY ${arg_PRIVATE})
  endif()
endfunction()

# What most tests include is compiled once for all of them, by the first: a quarter to a third of a test's source. The preset
# `alone` does without and sees whether each source includes what it needs.
function(hebb_test_headers test)
  get_property(first GLOBAL PROPERTY HEBB_FIRST_TEST)
  if(first)
    target_precompile_headers(${test} REUSE_FROM ${first})
  else()
    set_property(GLOBAL PROPERTY HEBB_FIRST_TEST ${test})
    target_precompile_headers(${test} PRIVATE <catch2/catch_test_macros.hpp> <catch2/generators/catch_generators.hpp>
      <catch2/catch_get_random_seed.hpp> <catch2/catch_approx.hpp> <algorithm> <array> <atomic> <chrono> <cmath> <cstdint>
      <expected> <filesystem> <format> <fstream> <functional> <map> <memory> <mutex> <optional> <random> <ranges> <set>
      <span> <sstream> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>)
  endif()
endfunction()

# hebb_test(NAME SOURCES … LINK folders … [THIRD_PARTY …]): one Catch2 program. Its cases tagged [.deep] run as a ctest
# of their own, labelled deep; each run leaves a JUnit report for tool/test_summary.
function(hebb_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;THIRD_PARTY" ${ARGN})
  find_package(Catch2 3 REQUIRED)
  list(TRANSFORM arg_LINK PREPEND hebb_ OUTPUT_VARIABLE folders)
  add_executable(hebb_${name} ${arg_SOURCES})
  set_target_properties(hebb_${name} PROPERTIES UNITY_BUILD OFF)  # their helpers may share names
  target_link_libraries(hebb_${name} PRIVATE ${folders} hebb_flags hebb_test_flags ${arg_THIRD_PARTY} Catch2::Catch2WithMain)
  hebb_test_headers(hebb_${name})
  target_include_directories(hebb_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(hebb_${name} PRIVATE HEBB_SOURCE_DIR="${PROJECT_SOURCE_DIR}" HEBB_BINARY_DIR="${PROJECT_BINARY_DIR}")
  set(report ${PROJECT_BINARY_DIR}/reports/${name})
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/reports)
  add_test(NAME ${name} COMMAND hebb_${name} --order rand --rng-seed time --skip-benchmarks
    --allow-running-no-tests --reporter console --reporter junit::out=${report}.xml)
  add_test(NAME ${name}_deep COMMAND hebb_${name} [deep] --order rand --rng-seed time
    --allow-running-no-tests --reporter console --reporter junit::out=${report}_deep.xml)
  set_tests_properties(${name} ${name}_deep PROPERTIES SKIP_RETURN_CODE 4)
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
  set_tests_properties(${name}_deep PROPERTIES LABELS deep TIMEOUT 1500)
endfunction()

# hebb_python_test(NAME SCRIPT): a unittest file that drives the real binary, which it finds in HEBB_BINARY.
function(hebb_python_test name script)
  add_test(NAME ${name} COMMAND python3 ${PROJECT_SOURCE_DIR}/tests/support/run_unittest.py
    ${CMAKE_CURRENT_SOURCE_DIR}/${script} ${PROJECT_BINARY_DIR}/reports/${name}.xml)
  set_tests_properties(${name} PROPERTIES TIMEOUT 600 ENVIRONMENT "HEBB_BINARY=$<TARGET_FILE:hebb>")
endfunction()
