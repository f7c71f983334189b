package dev.tailrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** The dependencies in {@code SECURITY.md} are those that the gateway is built with. */
class DependenciesDocumentTest {
    /** Those of tests are not in the gateway. */
    private static final String OWN =
            "/project/dependencies/dependency[not(scope='test')]/artifactId";

    @Test
    void theTableHasExactlyTheDependenciesThereAre() throws Exception {
        assertThat(Document.read("SECURITY.md").rows("dependency"))
                .allSatisfy(row -> assertThat(row.cell("what it does here")).endsWith("."))
                .flatExtracting(row -> row.code("dependency"))
                .containsExactlyInAnyOrderElementsOf(ofTheBuild());
    }

    private static Set<String> ofTheBuild() throws Exception {
        org.w3c.dom.Document pom =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new File("pom.xml"));
        NodeList names =
                (NodeList)
                        XPathFactory.newInstance()
                                .newXPath()
                                .evaluate(OWN, pom, XPathConstants.NODESET);
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < names.getLength(); i++) {
            all.add(names.item(i).getTextContent());
        }
        return all;
    }
}
