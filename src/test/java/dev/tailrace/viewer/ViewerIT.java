package dev.tailrace.viewer;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The page in a real browser: together, so that one gateway and one browser start. */
@Suite
@SelectPackages("dev.tailrace.viewer")
@IncludeClassNamePatterns("dev\\.tailrace\\.viewer\\.(Point\\d|Pictures).*")
@ConfigurationParameter(
        key = "junit.jupiter.testclass.order.default",
        value = "org.junit.jupiter.api.ClassOrderer$OrderAnnotation")
class ViewerIT {}
