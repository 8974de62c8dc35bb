# Third-party libraries, all from the distribution. Each is linked PRIVATE by the one folder that wraps it.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Drogon REQUIRED)
pkg_check_modules(yyjson REQUIRED IMPORTED_TARGET yyjson)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
# The command line's loopback client. Not libcurl: its trixie package cannot be installed beside bookworm's curl.
pkg_check_modules(cpphttplib REQUIRED IMPORTED_TARGET cpp-httplib)
# Not its CMake file: that asks for the libraries of its own HTTP server and client, which we do not use.
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(onnxruntime REQUIRED IMPORTED_TARGET libonnxruntime)

# Debian's reflect-cpp CMake file asks for every format's library; the headers and these two suffice.
find_library(REFLECTCPP_LIBRARY reflectcpp REQUIRED)
add_library(reflectcpp_json INTERFACE)
target_link_libraries(reflectcpp_json INTERFACE ${REFLECTCPP_LIBRARY} PkgConfig::yyjson)

find_library(STEMMER_LIBRARY stemmer REQUIRED)
find_path(HNSWLIB_INCLUDE hnswlib/hnswlib.h REQUIRED)

# Drogon's package defines a SQLite3 target of its own; a second find_package would clash with it.
find_library(SQLITE3_LIBRARY sqlite3 REQUIRED)
