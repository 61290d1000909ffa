package io.mxfail.adapter.route53;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// Reads the service's XML without leniency.
final class FakeXml {
    private FakeXml() {}

    /// A request that the API description does not allow.
    static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }
    }

    static Element read(byte[] body) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(body))
                    .getDocumentElement();
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new Invalid("malformed XML");
        }
    }

    static void require(Element element, String name) {
        if (!name.equals(element.getLocalName())
                || !FakeRoute53.NAMESPACE.equals(element.getNamespaceURI())) {
            throw new Invalid("expected " + name + ", found " + element.getNodeName());
        }
    }

    static List<Element> children(Element parent, String name) {
        var children = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                require(child, name);
                children.add(child);
            }
        }
        return children;
    }

    static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && name.equals(child.getLocalName())) {
                require(child, name);
                return child;
            }
        }
        throw new Invalid("Missing field '" + name + "' in " + parent.getNodeName());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
