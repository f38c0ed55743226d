/**
 * Very many clients of a whole proxy with real servers, held and let go at once. The proxy is asked as anybody would: by its port, its console and its page.
 */
package io.segue.proxy.crowd;
