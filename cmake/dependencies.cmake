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
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc libbrotlidec)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
# The command line's loopback client (docs/decisions/0010).
pkg_check_modules(cpphttplib REQUIRED IMPORTED_TARGET cpp-httplib)
# Not its CMake file: that asks for the libraries of its own HTTP server and client, which we do not use.
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-core)
# By name: Debian's CMake file asks for gRPC, of which traces over HTTP need nothing, and its pkg-config files know no
# exporters. The definitions are those that the libraries were built with.
find_path(OPENTELEMETRY_INCLUDE opentelemetry/exporters/otlp/otlp_http_exporter_factory.h REQUIRED)
add_library(opentelemetry_otlp INTERFACE)
target_compile_definitions(opentelemetry_otlp INTERFACE HAVE_ABSEIL OPENTELEMETRY_ABI_VERSION_NO=1)
foreach(name exporter_otlp_http trace resources common)
  find_library(OPENTELEMETRY_${name} opentelemetry_${name} REQUIRED)
  target_link_libraries(opentelemetry_otlp INTERFACE ${OPENTELEMETRY_${name}})
endforeach()
find_library(ABSL_BAD_VARIANT absl_bad_variant_access REQUIRED)
target_link_libraries(opentelemetry_otlp INTERFACE ${ABSL_BAD_VARIANT})
pkg_check_modules(onnxruntime REQUIRED IMPORTED_TARGET libonnxruntime)

# Debian's reflect-cpp CMake file asks for every format's library; the headers and these two suffice.
find_library(REFLECTCPP_LIBRARY reflectcpp REQUIRED)
add_library(reflectcpp_json INTERFACE)
target_link_libraries(reflectcpp_json INTERFACE ${REFLECTCPP_LIBRARY} PkgConfig::yyjson)

find_library(STEMMER_LIBRARY stemmer REQUIRED)
find_path(HNSWLIB_INCLUDE hnswlib/hnswlib.h REQUIRED)

# Drogon's package defines a SQLite3 target of its own; a second find_package would clash with it.
find_library(SQLITE3_LIBRARY sqlite3 REQUIRED)
