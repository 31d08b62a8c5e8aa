package org.fengqiao.access.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.AbstractProtocol;

/**
 * Who comes in the moment the house is being closed is told to come again, not that the request is wrong, which a bridge would not
 * repeat. Tomcat means to answer 503, does not read the headers any more, and then misses the header {@code Host} (seen with 11.0.24).
 */
final class ClosingValve extends ValveBase {

    ClosingValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (response.getStatus() == HttpServletResponse.SC_BAD_REQUEST
                && request.getConnector().getProtocolHandler() instanceof AbstractProtocol<?> protocol
                && protocol.isPaused()) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", "2");
        }
        getNext().invoke(request, response);
    }
}
