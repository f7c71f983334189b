package dev.tailrace;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Half of the tests of the faces, which run within Quarkus: together, so that it boots seldom. The
 * other half are {@link FacesLToZ}, in a JVM of their own at the same time.
 */
@Suite
@SelectPackages("dev.tailrace.face")
@IncludeClassNamePatterns("dev\\.tailrace\\.face\\.[A-K][A-Za-z0-9]*Test")
class FacesAToK {}
