package dev.tailrace;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The other half of {@link FacesAToK}. */
@Suite
@SelectPackages("dev.tailrace.face")
@IncludeClassNamePatterns("dev\\.tailrace\\.face\\.[L-Z][A-Za-z0-9]*Test")
class FacesLToZ {}
